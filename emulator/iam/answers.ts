/** The store's values in the shapes of the API. */
import type * as api from "@aws-sdk/client-iam";
import { encodedTrustPolicy } from "./documents.ts";
import type {
  AccessKeyRecord,
  Identity,
  ManagedPolicyRecord,
  PolicyVersionRecord,
  RoleRecord,
  UserRecord,
} from "./entities.ts";
import type { IamStore } from "./store.ts";

/** A role as every answer shows it; the others add more. */
export function roleAnswer(store: IamStore, role: RoleRecord): api.Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: timestamp(role.createdAtMs),
    AssumeRolePolicyDocument: encodedTrustPolicy(store, role.trustPolicy),
  };
}

export function userAnswer(user: UserRecord): api.User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: timestamp(user.createdAtMs),
  };
}

export function boundaryAnswer({ boundary }: Identity): { PermissionsBoundary?: api.AttachedPermissionsBoundary } {
  if (boundary === undefined) return {};
  // The service answers `Policy`, whatever its model lists.
  const type = "Policy" as api.PermissionsBoundaryAttachmentType;
  return { PermissionsBoundary: { PermissionsBoundaryType: type, PermissionsBoundaryArn: boundary } };
}

export function tagsAnswer(tags: ReadonlyMap<string, string>): { Tags?: api.Tag[] } {
  return tags.size === 0 ? {} : { Tags: tagList(tags) };
}

export function tagList(tags: ReadonlyMap<string, string>): api.Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Tags of a policy as they are listed: short keys first, as recorded by LocalStack (test_policy_tag_order, 2026-02). */
export function policyTagList(tags: ReadonlyMap<string, string>): api.Tag[] {
  const byKey = ([one]: [string, string], [other]: [string, string]) =>
    one.length - other.length || (one < other ? -1 : 1);
  return [...tags].sort(byKey).map(([Key, Value]) => ({ Key, Value }));
}

export function policyAnswer(store: IamStore, policy: ManagedPolicyRecord, accountId: string): api.Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: store.identitiesWith(policy.arn, accountId).length,
    PermissionsBoundaryUsageCount: store.identitiesBoundedBy(policy.arn, accountId).length,
    IsAttachable: true,
    CreateDate: timestamp(policy.createdAtMs),
    UpdateDate: timestamp(policy.updatedAtMs),
  };
}

/** A version without its document. */
export function versionAnswer(policy: ManagedPolicyRecord, version: PolicyVersionRecord): api.PolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: timestamp(version.createdAtMs),
  };
}

/** Of an access key all but its secret. */
export function accessKeyMetadata(key: AccessKeyRecord) {
  return {
    UserName: key.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: timestamp(key.createdAtMs),
  };
}

/** IAM tells times in whole seconds. */
function timestamp(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
