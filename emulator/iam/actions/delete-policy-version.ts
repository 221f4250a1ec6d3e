import { DeletePolicyVersion$, type DeletePolicyVersionRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import { ownPolicy, theVersion, versionMissing } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy } from "../permissions.ts";

/** Deletes a version that is not the default. Errors: NoSuchEntity, DeleteConflict. Source: IAM API Reference, DeletePolicyVersion. */
export const deletePolicyVersion = iamAction<DeletePolicyVersionRequest, void>({
  schema: DeletePolicyVersion$,
  emulates: ["PolicyArn", "VersionId"],
  constraints: { PolicyArn: members.arn, VersionId: members.versionId },
  permissions: (store, call) => onPolicy(store, call, "iam:DeletePolicyVersion", call.input.PolicyArn),
  run: (store, { accountId, input, now }) => {
    const policy = ownPolicy(store, accountId, input.PolicyArn, versionMissing(input.VersionId));
    const { id } = theVersion(policy, input.VersionId);
    if (id === policy.defaultVersionId) throw deleteConflict("Cannot delete the default version of a policy.");
    store.savePolicy({ ...policy, versions: policy.versions.filter((each) => each.id !== id), updatedAtMs: now });
  },
});
