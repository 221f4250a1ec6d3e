import { SetDefaultPolicyVersion$, type SetDefaultPolicyVersionRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { ownPolicy, theVersion, versionMissing } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy } from "../permissions.ts";

/** Puts a version in force. Errors: NoSuchEntity. Source: IAM API Reference, SetDefaultPolicyVersion. */
export const setDefaultPolicyVersion = iamAction<SetDefaultPolicyVersionRequest, void>({
  schema: SetDefaultPolicyVersion$,
  emulates: ["PolicyArn", "VersionId"],
  constraints: { PolicyArn: members.arn, VersionId: members.versionId },
  permissions: (store, call) => onPolicy(store, call, "iam:SetDefaultPolicyVersion", call.input.PolicyArn),
  run: (store, { accountId, input, now }) => {
    const policy = ownPolicy(store, accountId, input.PolicyArn, versionMissing(input.VersionId));
    const { id } = theVersion(policy, input.VersionId);
    store.savePolicy({ ...policy, defaultVersionId: id, updatedAtMs: now });
  },
});
