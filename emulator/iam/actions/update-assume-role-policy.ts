import { UpdateAssumeRolePolicy$, type UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import { trustDocument } from "../documents.ts";
import { identityAction } from "../identity-action.ts";
import * as members from "../members.ts";

/**
 * Replaces a role's trust policy; its principals are resolved anew. Running sessions go on.
 * Errors: NoSuchEntity, MalformedPolicyDocument. Source: IAM API Reference, UpdateAssumeRolePolicy.
 */
export const updateAssumeRolePolicy = identityAction<"role", UpdateAssumeRolePolicyRequest, void>(
  "role",
  UpdateAssumeRolePolicy$,
  {
    emulates: ["PolicyDocument"],
    constraints: { PolicyDocument: members.policyDocument },
    run: (store, { input }, role) => {
      store.saveIdentity({ ...role, trustPolicy: trustDocument(store, input.PolicyDocument) });
    },
  },
);
