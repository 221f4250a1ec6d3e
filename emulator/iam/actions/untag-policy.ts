import { UntagPolicy$, type UntagPolicyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { ownPolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy } from "../permissions.ts";
import { withoutPolicyTags } from "../tags.ts";

/** Removes tags of a managed policy; keys that it does not have are passed over. Source: IAM API Reference, UntagPolicy. */
export const untagPolicy = iamAction<UntagPolicyRequest, void>({
  schema: UntagPolicy$,
  emulates: ["PolicyArn", "TagKeys"],
  constraints: { PolicyArn: members.arn, TagKeys: members.tagKeys },
  permissions: (store, call) =>
    onPolicy(store, call, "iam:UntagPolicy", call.input.PolicyArn, { "aws:tagkeys": call.input.TagKeys ?? [] }),
  run: (store, { accountId, input }) => {
    const policy = ownPolicy(store, accountId, input.PolicyArn);
    store.savePolicy({ ...policy, tags: withoutPolicyTags(policy.tags, input.TagKeys) });
  },
});
