/** Managed policies by ARN. */
import { ServiceError } from "../model/service-error.ts";
import { awsManagedPolicies } from "./aws-managed-policies.ts";
import type { ManagedPolicyRecord, PolicyVersionRecord } from "./entities.ts";
import { policyNotFound, policyVersionNotFound, validationError } from "./errors.ts";
import type { IamStore } from "./store.ts";

/** Characters without white space. Source: IAM User Guide, "IAM and AWS STS quotas". */
export const managedPolicyCharacters = 6144;
export const maxVersions = 5;

/** A policy of the account or of AWS. Throws NoSuchEntity. */
export function thePolicy(store: IamStore, accountId: string, arn = ""): ManagedPolicyRecord {
  if (!arn.startsWith("arn:")) throw validationError("Invalid ARN:  Could not be parsed!");
  const policy = store.findPolicy(arn);
  if (policy === undefined || (policy.accountId !== accountId && policy.accountId !== "aws")) {
    throw policyNotFound(arn);
  }
  return policy;
}

/** A policy that the account may change. Throws NoSuchEntity, AccessDenied for those of AWS. */
export function ownPolicy(store: IamStore, accountId: string, arn = ""): ManagedPolicyRecord {
  if (awsManagedPolicies.has(arn)) {
    throw new ServiceError("AccessDenied", `Resource ${arn} is owned by AWS and cannot be changed.`, 403);
  }
  return thePolicy(store, accountId, arn);
}

/** Throws NoSuchEntity. */
export function theVersion(policy: ManagedPolicyRecord, versionId = ""): PolicyVersionRecord {
  const version = policy.versions.find(({ id }) => id === versionId);
  if (version === undefined) throw policyVersionNotFound(policy.arn, versionId);
  return version;
}
