import { PutUserPolicy$, type PutUserPolicyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { putInlinePolicy } from "../inline-policies.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onUser, theUser } from "../permissions.ts";

/**
 * Adds or replaces an inline policy of a user.
 * Errors: NoSuchEntity, MalformedPolicyDocument, LimitExceeded. Source: IAM API Reference, PutUserPolicy.
 */
export const putUserPolicy = iamAction<PutUserPolicyRequest, void>({
  schema: PutUserPolicy$,
  emulates: ["UserName", "PolicyName", "PolicyDocument"],
  constraints: {
    UserName: members.userName,
    PolicyName: members.policyName,
    PolicyDocument: members.policyDocument,
  },
  permissions: (store, call) => {
    const { UserName = "" } = call.input;
    const context = boundaryContext(findIdentity(store, "user", call.accountId, UserName));
    return onUser(store, call, "iam:PutUserPolicy", UserName, context);
  },
  run: (store, { accountId, input }) => {
    putInlinePolicy(store, theUser(store, accountId, input.UserName), input.PolicyName, input.PolicyDocument);
  },
});
