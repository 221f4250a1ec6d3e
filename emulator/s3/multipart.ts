/**
 * What the operations on multipart uploads share.
 * Source: S3 User Guide, "Uploading and copying objects using multipart upload".
 */
import { createHash } from "node:crypto";
import type { Call, Permission } from "../model/action.ts";
import { type ChecksumAlgorithm, checksumAlgorithms, digestsOf } from "../model/checksum.ts";
import { payloadOf } from "../model/payload.ts";
import { notImplemented } from "../model/service-error.ts";
import { onNewObject } from "./authorization.ts";
import type { Bucket } from "./bucket.ts";
import { type ChecksumMembers, isChecksumValue } from "./checked-body.ts";
import * as errors from "./errors.ts";
import { findBucket, keyOf, type ObjectMembers } from "./lookup.ts";
import type { Checksum } from "./object.ts";
import type { S3Store } from "./store.ts";
import type { MultipartUpload, UploadedPart } from "./upload.ts";

export interface UploadMembers extends ObjectMembers {
  readonly UploadId?: string | undefined;
}

export const maxPartNumber = 10_000;
export const maxPartBytes = 5 * 1024 ** 3;
/** Every part but the last. */
export const minPartBytes = 5 * 1024 ** 2;

export function toUploadPart(
  store: S3Store,
  call: Call<UploadMembers>,
  action = "s3:PutObject",
): readonly Permission[] {
  return [onNewObject(store, findBucket(store, call), keyOf(call.input), call, action)];
}

export function findUpload(bucket: Bucket, { UploadId: uploadId = "", Key: key }: UploadMembers): MultipartUpload {
  const upload = bucket.uploads.get(uploadId);
  if (upload === undefined || upload.key !== key) throw errors.noSuchUpload(uploadId);
  return upload;
}

export function readPartNumber(sent: number | undefined): number {
  if (sent !== undefined && Number.isInteger(sent) && sent >= 1 && sent <= maxPartNumber) return sent;
  throw errors.invalidArgument(
    `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`,
    "partNumber",
    String(sent),
  );
}

/** How the object's checksum will come about. Throws InvalidRequest for a pair that does not exist. */
export function readChecksumKind(
  algorithm: string | undefined,
  type: string | undefined,
): Pick<MultipartUpload, "checksumAlgorithm" | "checksumType"> {
  if (algorithm === undefined) {
    if (type !== undefined) {
      throw errors.invalidRequest(
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
      );
    }
    return { checksumAlgorithm: undefined, checksumType: undefined };
  }
  const checksumAlgorithm = checksumAlgorithms.find((each) => each === algorithm);
  if (checksumAlgorithm === undefined) throw notImplemented(`The checksum algorithm \`${algorithm}\``);
  if (type !== undefined && type !== "COMPOSITE" && type !== "FULL_OBJECT") {
    throw errors.invalidRequest("Value for x-amz-checksum-type header is invalid.");
  }
  const checksumType = type ?? (checksumAlgorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  const impossible =
    checksumType === "COMPOSITE" ? checksumAlgorithm === "CRC64NVME" : checksumAlgorithm.startsWith("SHA");
  if (impossible) {
    throw errors.invalidRequest(
      `The ${checksumType} checksum type cannot be used with the ${checksumAlgorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { checksumAlgorithm, checksumType };
}

/** A part must come with the checksum that its upload was initiated with. */
export function checkPartChecksum(upload: MultipartUpload, sent: ChecksumAlgorithm | undefined): void {
  const expected = upload.checksumAlgorithm;
  if (expected === undefined || sent === expected) return;
  // What S3 adds by itself it can work out by itself.
  if (sent === undefined && expected === "CRC64NVME") return;
  throw errors.invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${sent?.toLowerCase() ?? "null"}`,
  );
}

/** MD5 of the parts' MD5s, as S3 makes the ETag of what was uploaded in parts. */
export function partsETag(parts: readonly UploadedPart[]): string {
  const hash = createHash("md5");
  for (const { eTag } of parts) hash.update(eTag, "hex");
  return `${hash.digest("hex")}-${parts.length}`;
}

/** Checksum of the parts' checksums. */
export async function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly UploadedPart[],
): Promise<Checksum> {
  const joined = Buffer.concat(parts.map(({ checksum }) => Buffer.from(checksum?.value ?? "", "base64")));
  const digests = await digestsOf(payloadOf(joined), [algorithm]);
  return { algorithm, value: `${digests[algorithm].toString("base64")}-${parts.length}`, type: "COMPOSITE" };
}

/** The checksum of the whole that CompleteMultipartUpload claims, without the number of parts behind a composite one. */
export function claimedWhole(input: ChecksumMembers): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  for (const algorithm of checksumAlgorithms) {
    const sent = input[`Checksum${algorithm}`];
    if (sent === undefined) continue;
    const value = sent.replace(/-\d+$/, "");
    if (!isChecksumValue(algorithm, value)) {
      throw errors.invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
    }
    return { algorithm, value };
  }
  return undefined;
}
