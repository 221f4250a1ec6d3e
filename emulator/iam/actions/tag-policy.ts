import { TagPolicy$, type TagPolicyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { ownPolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy, requestTagContext } from "../permissions.ts";
import { withPolicyTags } from "../tags.ts";

/** Adds tags to a managed policy or changes them. Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, TagPolicy. */
export const tagPolicy = iamAction<TagPolicyRequest, void>({
  schema: TagPolicy$,
  emulates: ["PolicyArn", "Tags"],
  constraints: { PolicyArn: members.arn, Tags: { ...members.tags, required: true } },
  permissions: (store, call) =>
    onPolicy(store, call, "iam:TagPolicy", call.input.PolicyArn, requestTagContext(call.input.Tags)),
  run: (store, { accountId, input }) => {
    const policy = ownPolicy(store, accountId, input.PolicyArn);
    store.savePolicy({ ...policy, tags: withPolicyTags(policy.tags, input.Tags) });
  },
});
