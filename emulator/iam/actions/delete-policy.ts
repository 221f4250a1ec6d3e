import { DeletePolicy$, type DeletePolicyRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import { ownPolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy } from "../permissions.ts";

/**
 * Deletes a managed policy that is attached nowhere and has its default version alone.
 * Errors: NoSuchEntity, DeleteConflict. Source: IAM API Reference, DeletePolicy.
 */
export const deletePolicy = iamAction<DeletePolicyRequest, void>({
  schema: DeletePolicy$,
  emulates: ["PolicyArn"],
  constraints: { PolicyArn: members.arn },
  permissions: (store, call) => onPolicy(store, call, "iam:DeletePolicy", call.input.PolicyArn),
  run: (store, { accountId, input }) => {
    const policy = ownPolicy(store, accountId, input.PolicyArn);
    const users = [...store.identitiesWith(policy.arn, accountId), ...store.identitiesBoundedBy(policy.arn, accountId)];
    if (users.length > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    store.deletePolicy(policy);
  },
});
