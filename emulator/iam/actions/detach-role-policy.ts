import { DetachRolePolicy$, type DetachRolePolicyRequest } from "@aws-sdk/client-iam";
import { detach } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onRole, theRole } from "../permissions.ts";

/** Takes a managed policy off a role. Errors: NoSuchEntity. Source: IAM API Reference, DetachRolePolicy. */
export const detachRolePolicy = iamAction<DetachRolePolicyRequest, void>({
  schema: DetachRolePolicy$,
  emulates: ["RoleName", "PolicyArn"],
  constraints: { RoleName: members.roleName, PolicyArn: members.arn },
  permissions: (store, call) => {
    const { RoleName = "", PolicyArn } = call.input;
    const context = boundaryContext(findIdentity(store, "role", call.accountId, RoleName));
    return onRole(store, call, "iam:DetachRolePolicy", RoleName, { ...context, "iam:policyarn": PolicyArn });
  },
  run: (store, { accountId, input }) => detach(store, theRole(store, accountId, input.RoleName), input.PolicyArn),
});
