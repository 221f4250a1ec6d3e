import { GetPolicy$, type GetPolicyRequest, type GetPolicyResponse } from "@aws-sdk/client-iam";
import { policyAnswer, policyTagList } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import { thePolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy } from "../permissions.ts";

/** A managed policy without its documents. Errors: NoSuchEntity. Source: IAM API Reference, GetPolicy. */
export const getPolicy = iamAction<GetPolicyRequest, GetPolicyResponse>({
  schema: GetPolicy$,
  emulates: ["PolicyArn"],
  constraints: { PolicyArn: members.arn },
  permissions: (store, call) => onPolicy(store, call, "iam:GetPolicy", call.input.PolicyArn),
  run: (store, { accountId, input }) => {
    const policy = thePolicy(store, accountId, input.PolicyArn);
    return {
      Policy: {
        ...policyAnswer(store, policy, accountId),
        Description: policy.description,
        Tags: policyTagList(policy.tags),
      },
    };
  },
});
