import {
  ListPolicyVersions$,
  type ListPolicyVersionsRequest,
  type ListPolicyVersionsResponse,
} from "@aws-sdk/client-iam";
import { versionAnswer } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import { thePolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onPolicy } from "../permissions.ts";

/** Versions without their documents, newest first. Errors: NoSuchEntity. Source: IAM API Reference, ListPolicyVersions. */
export const listPolicyVersions = iamAction<ListPolicyVersionsRequest, ListPolicyVersionsResponse>({
  schema: ListPolicyVersions$,
  emulates: ["PolicyArn", "Marker", "MaxItems"],
  constraints: { PolicyArn: members.arn, ...members.paging },
  permissions: (store, call) => onPolicy(store, call, "iam:ListPolicyVersions", call.input.PolicyArn),
  run: (store, { accountId, input }) => {
    const policy = thePolicy(store, accountId, input.PolicyArn);
    const { items, page } = pageOf(policy.versions.toReversed(), input);
    return { Versions: items.map((version) => versionAnswer(policy, version)), ...page };
  },
});
