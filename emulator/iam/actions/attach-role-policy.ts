import { AttachRolePolicy$, type AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import { attach } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onRole, theRole } from "../permissions.ts";

/**
 * Attaches a managed policy of the account or of AWS to a role.
 * Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, AttachRolePolicy.
 */
export const attachRolePolicy = iamAction<AttachRolePolicyRequest, void>({
  schema: AttachRolePolicy$,
  emulates: ["RoleName", "PolicyArn"],
  constraints: { RoleName: members.roleName, PolicyArn: members.arn },
  permissions: (store, call) => {
    const { RoleName = "", PolicyArn } = call.input;
    const context = boundaryContext(findIdentity(store, "role", call.accountId, RoleName));
    return onRole(store, call, "iam:AttachRolePolicy", RoleName, { ...context, "iam:policyarn": PolicyArn });
  },
  run: (store, { accountId, input }) => attach(store, theRole(store, accountId, input.RoleName), input.PolicyArn),
});
