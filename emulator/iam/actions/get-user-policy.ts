import { GetUserPolicy$, type GetUserPolicyRequest, type GetUserPolicyResponse } from "@aws-sdk/client-iam";
import { encoded } from "../documents.ts";
import { iamAction } from "../iam-action.ts";
import { inlinePolicy } from "../inline-policies.ts";
import * as members from "../members.ts";
import { onUser, theUser } from "../permissions.ts";

/** An inline policy of a user. Errors: NoSuchEntity. Source: IAM API Reference, GetUserPolicy. */
export const getUserPolicy = iamAction<GetUserPolicyRequest, GetUserPolicyResponse>({
  schema: GetUserPolicy$,
  emulates: ["UserName", "PolicyName"],
  constraints: { UserName: members.userName, PolicyName: members.policyName },
  permissions: (store, call) => onUser(store, call, "iam:GetUserPolicy", call.input.UserName),
  run: (store, { accountId, input }) => {
    const document = inlinePolicy(theUser(store, accountId, input.UserName), input.PolicyName);
    return { UserName: input.UserName, PolicyName: input.PolicyName, PolicyDocument: encoded(document.source) };
  },
});
