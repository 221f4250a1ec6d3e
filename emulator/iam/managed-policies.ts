/** Managed policies by ARN. */
import { notImplemented, ServiceError } from "../model/service-error.ts";
import { isManagedByAws } from "./aws-managed-policies.ts";
import type { ManagedPolicyRecord, PolicyVersionRecord } from "./entities.ts";
import { invalidArnPartition, invalidPolicyArn, policyNotFound, policyVersionNotFound } from "./errors.ts";
import type { IamStore } from "./store.ts";

/** Characters without white space. Source: IAM User Guide, "IAM and AWS STS quotas". */
export const managedPolicyCharacters = 6144;
export const maxVersions = 5;

/** Throws ValidationError, InvalidInput. */
export function checkPolicyArn({ partition }: IamStore, arn: string): void {
  const form = /^arn:(aws[a-z-]*):iam::(?:\d{12}|aws):policy\/./.exec(arn);
  if (form === null) throw invalidPolicyArn(arn);
  if (form[1] !== partition) throw invalidArnPartition();
}

/**
 * A policy of the account or of AWS. Throws what `missing` says, NoSuchEntity, where there is none, and NotImplemented for one
 * of AWS whose document is not known here.
 */
export function thePolicy(
  store: IamStore,
  accountId: string,
  arn = "",
  missing: (arn: string) => Error = policyNotFound,
): ManagedPolicyRecord {
  checkPolicyArn(store, arn);
  const policy = store.findPolicy(arn);
  if (policy === undefined || (policy.accountId !== accountId && policy.accountId !== "aws")) {
    throw isManagedByAws(arn) ? notImplemented(`The policy ${arn} of AWS`) : missing(arn);
  }
  return policy;
}

/** A policy that the account may change. Throws NoSuchEntity, AccessDenied for those of AWS. */
export function ownPolicy(
  store: IamStore,
  accountId: string,
  arn = "",
  missing?: (arn: string) => Error,
): ManagedPolicyRecord {
  checkPolicyArn(store, arn);
  if (isManagedByAws(arn)) {
    throw new ServiceError("AccessDenied", `Resource ${arn} is owned by AWS and cannot be changed.`, 403);
  }
  return thePolicy(store, accountId, arn, missing);
}

/** Throws NoSuchEntity. */
export function theVersion(policy: ManagedPolicyRecord, versionId = ""): PolicyVersionRecord {
  const version = policy.versions.find(({ id }) => id === versionId);
  if (version === undefined) throw policyVersionNotFound(policy.arn, versionId);
  return version;
}

/** Operations on a version word a missing policy as a missing version. */
export function versionMissing(versionId = ""): (arn: string) => Error {
  return (arn) => policyVersionNotFound(arn, versionId);
}
