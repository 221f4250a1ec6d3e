import { GetPolicyVersion$, type GetPolicyVersionRequest, type GetPolicyVersionResponse } from "@aws-sdk/client-iam";
import { versionAnswer } from "../answers.ts";
import { encoded } from "../documents.ts";
import { iamAction } from "../iam-action.ts";
import { thePolicy, theVersion, versionMissing } from "../managed-policies.ts";
import * as members from "../members.ts";
import { onPolicy } from "../permissions.ts";

/** One version with its document. Errors: NoSuchEntity. Source: IAM API Reference, GetPolicyVersion. */
export const getPolicyVersion = iamAction<GetPolicyVersionRequest, GetPolicyVersionResponse>({
  schema: GetPolicyVersion$,
  emulates: ["PolicyArn", "VersionId"],
  constraints: { PolicyArn: members.arn, VersionId: members.versionId },
  permissions: (store, call) => onPolicy(store, call, "iam:GetPolicyVersion", call.input.PolicyArn),
  run: (store, { accountId, input }) => {
    const policy = thePolicy(store, accountId, input.PolicyArn, versionMissing(input.VersionId));
    const version = theVersion(policy, input.VersionId);
    return { PolicyVersion: { Document: encoded(version.document.source), ...versionAnswer(policy, version) } };
  },
});
