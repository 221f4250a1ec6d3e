/** Condition keys of S3's requests that come from their headers and parameters, in lower case. */
import type { ConditionKeys } from "./authorization.ts";
import type { Tag } from "./object.ts";
import type { AclMembers } from "./requested-acl.ts";

export function aclKeys(input: AclMembers): ConditionKeys {
  return {
    "s3:x-amz-acl": input.ACL,
    "s3:x-amz-grant-full-control": input.GrantFullControl,
    "s3:x-amz-grant-read": input.GrantRead,
    "s3:x-amz-grant-read-acp": input.GrantReadACP,
    "s3:x-amz-grant-write": input.GrantWrite,
    "s3:x-amz-grant-write-acp": input.GrantWriteACP,
  };
}

export interface WriteMembers extends AclMembers {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly StorageClass?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** Of a request that creates an object. */
export function writeKeys(input: WriteMembers, tags: readonly Tag[]): ConditionKeys {
  return {
    ...aclKeys(input),
    ...tagKeys(tags),
    "s3:x-amz-server-side-encryption": input.ServerSideEncryption,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": input.SSEKMSKeyId,
    "s3:x-amz-server-side-encryption-customer-algorithm": input.SSECustomerAlgorithm,
    "s3:x-amz-storage-class": input.StorageClass,
    "s3:x-amz-website-redirect-location": input.WebsiteRedirectLocation,
    "s3:if-match": input.IfMatch,
    "s3:if-none-match": input.IfNoneMatch,
  };
}

/** Of a request that sets an object's tags. */
export function tagKeys(tags: readonly Tag[]): ConditionKeys {
  if (tags.length === 0) return {};
  const keys: Record<string, string | readonly string[]> = { "s3:requestobjecttagkeys": tags.map(({ Key }) => Key) };
  for (const { Key, Value } of tags) keys[`s3:requestobjecttag/${Key}`.toLowerCase()] = Value;
  return keys;
}

export function listingKeys(input: {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
}): ConditionKeys {
  return {
    "s3:prefix": input.Prefix,
    "s3:delimiter": input.Delimiter,
    "s3:max-keys": input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
  };
}
