/**
 * Which policies decide a request to S3. The bucket's owner decides about the bucket and about creating and deleting
 * objects; an object's owner decides about the rest. A bucket policy allows only what its account owns and denies
 * everything in the bucket. Source: S3 User Guide, "How Amazon S3 authorizes a request" (bucket and object operations).
 */
import type { Call, Permission } from "../model/action.ts";
import { restrictPublicBuckets } from "../policy/index.ts";
import type { Policy } from "../policy/types.ts";
import { type AclScope, aclDocument, anonymousCanonicalUserId } from "./acl.ts";
import type { Bucket } from "./bucket.ts";
import type { Owner, StoredObject } from "./object.ts";
import { aclInForce, combined, type PublicAccessBlock } from "./public-access-block.ts";
import type { S3Store } from "./store.ts";

export type ConditionKeys = Readonly<Record<string, string | readonly string[] | undefined>>;

/** On the bucket itself: bucket policy and bucket ACL. */
export function onBucket(
  store: S3Store,
  bucket: Bucket,
  call: Call<object>,
  action: string,
  keys: ConditionKeys = {},
): Permission {
  return {
    action,
    resource: { arn: bucket.arn, accountId: bucket.owner.accountId },
    context: { ...requestKeys(call, bucket), ...keys },
    resourcePolicies: [...policiesOf(store, bucket), ...bucketAcl(store, bucket)],
  };
}

/**
 * On the bucket's policy: as on the bucket, but the root user of the owning account cannot shut itself out.
 * Source: API reference, PutBucketPolicy.
 */
export function onPolicyOf(store: S3Store, bucket: Bucket, call: Call<object>, action: string): Permission {
  const permission = onBucket(store, bucket, call, action);
  const { principal } = call.caller;
  const isOwnRoot = principal.kind === "root" && principal.accountId === bucket.owner.accountId;
  return isOwnRoot ? { ...permission, resourcePolicies: [] } : permission;
}

/**
 * On a key where an object is about to be created, or on one that does not exist: the bucket's owner decides. The bucket's
 * ACL does not let its grantees write over objects of others.
 * Source: S3 API Reference, PutBucketAcl, x-amz-grant-write.
 */
export function onNewObject(
  store: S3Store,
  bucket: Bucket,
  key: string,
  call: Call<object>,
  action: string,
  keys: ConditionKeys = {},
): Permission {
  const current = bucket.objects.current(key);
  const countsAcl = current?.kind !== "object" || isOwn(bucket, current, call);
  return {
    action,
    resource: ofBucket(bucket, key),
    context: { ...requestKeys(call, bucket), ...keys },
    resourcePolicies: [...policiesOf(store, bucket), ...(countsAcl ? bucketAcl(store, bucket) : [])],
  };
}

/**
 * On an object that does not exist: whoever the bucket's ACL lets list it may hear so, though there is no object's ACL.
 * Source: ceph/s3-tests, test_object_raw_get_object_gone: nobody's GET in a `public-read` bucket is a 404.
 */
export function onMissingObject(
  store: S3Store,
  bucket: Bucket,
  key: string,
  call: Call<object>,
  action: string,
  keys: ConditionKeys = {},
): Permission {
  const permission = onNewObject(store, bucket, key, call, action, keys);
  const asObjectAcl = bucketAcl(store, bucket, "object");
  return { ...permission, resourcePolicies: [...policiesOf(store, bucket), ...asObjectAcl] };
}

/** On an object that exists: its owner decides. */
export function onObject(
  store: S3Store,
  bucket: Bucket,
  object: StoredObject,
  call: Call<object>,
  action: string,
  keys: ConditionKeys = {},
): Permission {
  const owner = ownerInForce(bucket, object);
  const isForeign = owner.canonicalUserId !== bucket.owner.canonicalUserId;
  const policies = policiesOf(store, bucket);
  return {
    action,
    resource: { arn: `${bucket.arn}/${object.key}`, accountId: owner.accountId },
    context: { ...requestKeys(call, bucket), ...existingTags(object), ...keys },
    resourcePolicies: [
      ...(isForeign ? policies.map((policy) => ({ ...policy, deniesOnly: true })) : policies),
      ...objectAcl(store, bucket, object),
    ],
  };
}

/**
 * Deleting is the bucket owner's to allow, whoever owns the object; the bucket's WRITE lets its grantees delete what they
 * own. Tags of the object are no condition keys here. Sources: S3 API Reference, PutBucketAcl, x-amz-grant-write; S3 User
 * Guide, "Tagging and access control policies".
 */
export function onDeletedObject(
  store: S3Store,
  bucket: Bucket,
  object: StoredObject | undefined,
  key: string,
  call: Call<object>,
  action: string,
  keys: ConditionKeys = {},
): Permission {
  const acl = object !== undefined && isOwn(bucket, object, call) ? bucketAcl(store, bucket, "own-objects") : [];
  return {
    action,
    resource: ofBucket(bucket, key),
    context: { ...requestKeys(call, bucket), ...keys },
    resourcePolicies: [...policiesOf(store, bucket), ...acl],
  };
}

function isOwn(bucket: Bucket, object: StoredObject, { caller }: Call<object>): boolean {
  const id = caller.principal.kind === "anonymous" ? anonymousCanonicalUserId : caller.canonicalUserId;
  return ownerInForce(bucket, object).canonicalUserId === id;
}

/** Under BucketOwnerEnforced every object is the bucket owner's while the mode lasts. */
export function ownerInForce(bucket: Bucket, object: { readonly owner: Owner }): Owner {
  return bucket.isEnforced ? bucket.owner : object.owner;
}

export function publicAccessBlockOf(store: S3Store, bucket: Bucket): PublicAccessBlock {
  return combined(bucket.inForce.publicAccessBlock, store.accountPublicAccessBlock(bucket.owner.accountId));
}

function ofBucket(bucket: Bucket, key: string): Permission["resource"] {
  return { arn: `${bucket.arn}/${key}`, accountId: bucket.owner.accountId };
}

const restrictions = new WeakMap<Policy, Policy | null>();

/** The bucket policy, and what RestrictPublicBuckets makes of a public one. */
function policiesOf(store: S3Store, bucket: Bucket): readonly Policy[] {
  const { policy } = bucket.inForce;
  if (policy === undefined) return [];
  if (!publicAccessBlockOf(store, bucket).RestrictPublicBuckets) return [policy];
  let restriction = restrictions.get(policy);
  if (restriction === undefined) {
    restriction = restrictPublicBuckets(policy, store.environment.openQuestions) ?? null;
    restrictions.set(policy, restriction);
  }
  return restriction === null ? [policy] : [policy, restriction];
}

/** The bucket's ACL, its permissions read as those on a bucket or as those on an object. */
function bucketAcl(store: S3Store, bucket: Bucket, of: AclScope = "bucket"): readonly Policy[] {
  if (bucket.isEnforced) return [];
  const acl = aclInForce(bucket.inForce.acl, publicAccessBlockOf(store, bucket));
  return [
    {
      type: "acl",
      name: "bucket ACL",
      accountId: bucket.owner.accountId,
      attachedTo: bucket.arn,
      document: aclDocument(acl, of),
    },
  ];
}

function objectAcl(store: S3Store, bucket: Bucket, object: StoredObject): readonly Policy[] {
  if (bucket.isEnforced) return [];
  const acl = aclInForce(object.acl, publicAccessBlockOf(store, bucket));
  return [
    {
      type: "acl",
      name: "object ACL",
      accountId: object.owner.accountId,
      ...(object.owner.accountId !== bucket.owner.accountId && { bucketAccountId: bucket.owner.accountId }),
      attachedTo: `${bucket.arn}/${object.key}`,
      document: aclDocument(acl, "object"),
    },
  ];
}

function existingTags(object: StoredObject): ConditionKeys {
  if (object.tags.length === 0) return {};
  return Object.fromEntries(object.tags.map(({ Key, Value }) => [`s3:existingobjecttag/${Key}`.toLowerCase(), Value]));
}

/** Condition keys that every request to S3 carries. Source: Service Authorization Reference, Amazon S3. */
function requestKeys({ transport }: Call<object>, bucket: Bucket): ConditionKeys {
  const { accountId } = bucket.owner;
  return {
    "aws:resourceaccount": accountId,
    "s3:resourceaccount": accountId,
    "s3:authtype": transport.authType,
    "s3:signatureversion": transport.authType && "AWS4-HMAC-SHA256",
    "s3:signatureage": transport.signatureAgeMs === undefined ? undefined : String(transport.signatureAgeMs),
    "s3:x-amz-content-sha256": transport.contentSha256,
    "s3:tlsversion": transport.secure ? "1.3" : undefined,
  };
}
