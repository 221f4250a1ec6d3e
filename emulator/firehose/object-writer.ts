import type {
  CompletedPart,
  CreateMultipartUploadOutput,
  GetBucketLocationOutput,
  UploadPartOutput,
} from "@aws-sdk/client-s3";
import type { Caller } from "../model/caller.ts";
import type { Environment } from "../model/environment.ts";
import { payloadOf } from "../model/payload.ts";
import { ServiceError } from "../model/service-error.ts";
import type { DeliveryPlan } from "./plan.ts";
import { callService, RefusedCall } from "./service-call.ts";

/** S3's least size of every part but the last; AWS does not document which size Firehose takes. */
const partBytes = 5 * 1024 * 1024;

/** Below this interval Firehose uses multipart uploads. Source: Firehose User Guide, "Configure buffering hints". */
const multipartBelowSeconds = 60;

export interface ObjectToWrite {
  readonly key: string;
  /** Compressed already. */
  readonly body: Buffer;
}

/** Who the delivery stream belongs to, and the region to call. */
export interface Owner {
  readonly accountId: string;
  readonly region: string;
}

type BucketOf = Pick<DeliveryPlan, "bucket" | "isPartitioned">;

/**
 * Dynamic partitioning does not deliver to another account's bucket, practitioners report; AWS documents neither that nor
 * how it fails. We choose the failure that S3 gives where a bucket is not its expected owner's.
 */
function expectedOwner({ isPartitioned }: BucketOf, { accountId }: Owner): { readonly ExpectedBucketOwner?: string } {
  return isPartitioned ? { ExpectedBucketOwner: accountId } : {};
}

/**
 * The region to write to. That Firehose asks for it, once for each version of a destination, is our reading of
 * `s3:GetBucketLocation` among the permissions that it must have; AWS does not document the calls it makes.
 */
export async function bucketRegion(
  environment: Environment,
  caller: Caller,
  plan: BucketOf,
  owner: Owner,
): Promise<string> {
  const ask = (region: string) =>
    callService<GetBucketLocationOutput>(environment, {
      as: caller,
      service: "s3",
      operation: "GetBucketLocation",
      input: { Bucket: plan.bucket, ...expectedOwner(plan, owner) },
      region,
    });
  // Another account's bucket answers in its own region alone, and elsewhere says which that is.
  const { LocationConstraint } = await ask(owner.region).catch((error: unknown) => ask(redirectRegion(error)));
  // S3's two names from before regions had theirs.
  return LocationConstraint === "EU" ? "eu-west-1" : LocationConstraint || "us-east-1";
}

/** Throws on what is no redirect. */
function redirectRegion(error: unknown): string {
  const cause = error instanceof RefusedCall ? error.cause : undefined;
  const region = cause instanceof ServiceError ? cause.headers["x-amz-bucket-region"] : undefined;
  if (region === undefined) throw error;
  return region;
}

/**
 * Writes one object as the role's session, into another account's bucket with full control for its owner. For a bucket of
 * one's own the guide asks for six actions, without s3:PutObjectAcl; that no ACL is sent there is what we make of it. Rejects
 * with `RefusedCall`. Sources: Firehose User Guide, "Cross-account delivery to an Amazon S3 destination"; "Grant Firehose
 * access to an Amazon S3 destination".
 */
export async function writeObject(
  environment: Environment,
  caller: Caller,
  plan: DeliveryPlan,
  owner: Owner,
  object: ObjectToWrite,
): Promise<void> {
  const s3 = <Output>(operation: string, input: object) =>
    callService<Output>(environment, {
      as: caller,
      service: "s3",
      operation,
      input: { Bucket: plan.bucket, Key: object.key, ...expectedOwner(plan, owner), ...input },
      region: owner.region,
    });
  const attributes = {
    ...(environment.bucketOwners.get(plan.bucket) !== owner.accountId && { ACL: "bucket-owner-full-control" }),
    ContentType: "application/octet-stream",
    ...(plan.contentEncoding !== undefined && { ContentEncoding: plan.contentEncoding }),
    ...(plan.kmsKeyArn !== undefined && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: plan.kmsKeyArn }),
  };
  if (plan.hints.intervalSeconds >= multipartBelowSeconds) {
    await s3("PutObject", { ...attributes, Body: payloadOf(object.body) });
    return;
  }
  const { UploadId } = await s3<CreateMultipartUploadOutput>("CreateMultipartUpload", attributes);
  try {
    const parts = await uploadParts(object.body, (PartNumber, part) =>
      s3<UploadPartOutput>("UploadPart", { UploadId, PartNumber, Body: payloadOf(part) }),
    );
    await s3("CompleteMultipartUpload", { UploadId, MultipartUpload: { Parts: parts } });
  } catch (error) {
    await s3("AbortMultipartUpload", { UploadId }).catch(onlyRefused);
    throw error;
  }
}

async function uploadParts(
  body: Buffer,
  upload: (partNumber: number, part: Buffer) => Promise<UploadPartOutput>,
): Promise<readonly CompletedPart[]> {
  const parts: CompletedPart[] = [];
  for (let at = 0; at < body.length || parts.length === 0; at += partBytes) {
    const PartNumber = parts.length + 1;
    const { ETag } = await upload(PartNumber, body.subarray(at, at + partBytes));
    parts.push({ PartNumber, ETag });
  }
  return parts;
}

/** Without s3:AbortMultipartUpload the parts stay behind; what made the upload fail is what counts. */
function onlyRefused(error: unknown): void {
  if (!(error instanceof RefusedCall)) throw error;
}
