import { DetachUserPolicy$, type DetachUserPolicyRequest } from "@aws-sdk/client-iam";
import { detach } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onUser, theUser } from "../permissions.ts";

/** Takes a managed policy off a user. Errors: NoSuchEntity. Source: IAM API Reference, DetachUserPolicy. */
export const detachUserPolicy = iamAction<DetachUserPolicyRequest, void>({
  schema: DetachUserPolicy$,
  emulates: ["UserName", "PolicyArn"],
  constraints: { UserName: members.userName, PolicyArn: members.arn },
  permissions: (store, call) => {
    const { UserName = "", PolicyArn } = call.input;
    const context = boundaryContext(findIdentity(store, "user", call.accountId, UserName));
    return onUser(store, call, "iam:DetachUserPolicy", UserName, { ...context, "iam:policyarn": PolicyArn });
  },
  run: (store, { accountId, input }) => detach(store, theUser(store, accountId, input.UserName), input.PolicyArn),
});
