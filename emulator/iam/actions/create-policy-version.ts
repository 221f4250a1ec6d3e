import {
  CreatePolicyVersion$,
  type CreatePolicyVersionRequest,
  type CreatePolicyVersionResponse,
} from "@aws-sdk/client-iam";
import { versionAnswer } from "../answers.ts";
import { identityDocument } from "../documents.ts";
import { limitExceeded } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import { managedPolicyCharacters, maxVersions, ownPolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy } from "../permissions.ts";

/**
 * Adds a version, in force where it is made the default.
 * Errors: NoSuchEntity, MalformedPolicyDocument, LimitExceeded. Source: IAM API Reference, CreatePolicyVersion.
 */
export const createPolicyVersion = iamAction<CreatePolicyVersionRequest, CreatePolicyVersionResponse>({
  schema: CreatePolicyVersion$,
  emulates: ["PolicyArn", "PolicyDocument", "SetAsDefault"],
  constraints: { PolicyArn: members.arn, PolicyDocument: members.policyDocument },
  permissions: (store, call) => onPolicy(store, call, "iam:CreatePolicyVersion", call.input.PolicyArn),
  run: (store, { accountId, input, now }) => {
    const policy = ownPolicy(store, accountId, input.PolicyArn);
    const document = identityDocument(store, input.PolicyDocument, managedPolicyCharacters);
    if (policy.versions.length >= maxVersions) {
      throw limitExceeded(
        `A managed policy can have up to ${maxVersions} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const version = { id: `v${policy.nextVersion}`, document, createdAtMs: now };
    const changed = {
      ...policy,
      versions: [...policy.versions, version],
      defaultVersionId: input.SetAsDefault === true ? version.id : policy.defaultVersionId,
      nextVersion: policy.nextVersion + 1,
      updatedAtMs: now,
    };
    store.savePolicy(changed);
    return { PolicyVersion: versionAnswer(changed, version) };
  },
});
