import { ListPolicyTags$, type ListPolicyTagsRequest, type ListPolicyTagsResponse } from "@aws-sdk/client-iam";
import { policyTagList } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import { thePolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onPolicy } from "../permissions.ts";

/** Tags of a managed policy. Errors: NoSuchEntity. Source: IAM API Reference, ListPolicyTags. */
export const listPolicyTags = iamAction<ListPolicyTagsRequest, ListPolicyTagsResponse>({
  schema: ListPolicyTags$,
  emulates: ["PolicyArn", "Marker", "MaxItems"],
  constraints: { PolicyArn: members.arn, ...members.paging },
  permissions: (store, call) => onPolicy(store, call, "iam:ListPolicyTags", call.input.PolicyArn),
  run: (store, { accountId, input }) => {
    const { items, page } = pageOf(policyTagList(thePolicy(store, accountId, input.PolicyArn).tags), input);
    return { Tags: items, ...page };
  },
});
