import { UpdateAssumeRolePolicy$, type UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import { trustDocument } from "../documents.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/**
 * Replaces a role's trust policy; its principals are resolved anew. Running sessions go on.
 * Errors: NoSuchEntity, MalformedPolicyDocument. Source: IAM API Reference, UpdateAssumeRolePolicy.
 */
export const updateAssumeRolePolicy = iamAction<UpdateAssumeRolePolicyRequest, void>({
  schema: UpdateAssumeRolePolicy$,
  emulates: ["RoleName", "PolicyDocument"],
  constraints: { RoleName: members.roleName, PolicyDocument: members.policyDocument },
  permissions: (store, call) => onRole(store, call, "iam:UpdateAssumeRolePolicy", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    store.saveIdentity({ ...role, trustPolicy: trustDocument(store, input.PolicyDocument) });
  },
});
