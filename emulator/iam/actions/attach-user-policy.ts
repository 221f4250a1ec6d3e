import { AttachUserPolicy$, type AttachUserPolicyRequest } from "@aws-sdk/client-iam";
import { attach } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onUser, theUser } from "../permissions.ts";

/**
 * Attaches a managed policy of the account or of AWS to a user.
 * Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, AttachUserPolicy.
 */
export const attachUserPolicy = iamAction<AttachUserPolicyRequest, void>({
  schema: AttachUserPolicy$,
  emulates: ["UserName", "PolicyArn"],
  constraints: { UserName: members.userName, PolicyArn: members.arn },
  permissions: (store, call) => {
    const { UserName = "", PolicyArn } = call.input;
    const context = boundaryContext(findIdentity(store, "user", call.accountId, UserName));
    return onUser(store, call, "iam:AttachUserPolicy", UserName, { ...context, "iam:policyarn": PolicyArn });
  },
  run: (store, { accountId, input }) => attach(store, theUser(store, accountId, input.UserName), input.PolicyArn),
});
