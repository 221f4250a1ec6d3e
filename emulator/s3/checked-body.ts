/** What a client claims about the bytes it sends, verified; and what S3 computes for itself. */
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumBytes,
  type DigestName,
  digestsOf,
} from "../model/checksum.ts";
import type { Payload } from "../model/payload.ts";
import { notImplemented } from "../model/service-error.ts";
import * as errors from "./errors.ts";
import type { Checksum } from "./object.ts";

export interface ChecksumMembers {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumCRC64NVME?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

export const checksumMembers = [
  "ContentMD5",
  "ChecksumAlgorithm",
  "ChecksumCRC32",
  "ChecksumCRC32C",
  "ChecksumCRC64NVME",
  "ChecksumSHA1",
  "ChecksumSHA256",
] as const;

export interface CheckedBody {
  /** Hexadecimal. */
  readonly md5: string;
  readonly checksum: Checksum | undefined;
}

/** Where each algorithm's value stands. */
const places = checksumAlgorithms.map((algorithm) => ({
  algorithm,
  member: `Checksum${algorithm}` as const,
  header: `x-amz-checksum-${algorithm.toLowerCase()}`,
}));

/** The checksum of a new object whose client sent none. Source: S3 User Guide, "Checking object integrity in Amazon S3". */
export const defaultChecksum = "CRC64NVME" satisfies ChecksumAlgorithm;

/**
 * Verifies Content-MD5 and the checksum of a body, sent in a header or behind it. `unclaimed`: what is computed where the
 * client sent none. Throws InvalidDigest, BadDigest or InvalidRequest.
 * Source: S3 User Guide, "Checking object integrity in Amazon S3".
 */
export function checkBody(
  body: Payload,
  input: ChecksumMembers,
  trailers: ReadonlyMap<string, string>,
  unclaimed: ChecksumAlgorithm,
): Promise<CheckedBody & { readonly checksum: Checksum }>;
export function checkBody(
  body: Payload,
  input: ChecksumMembers,
  trailers: ReadonlyMap<string, string>,
): Promise<CheckedBody>;
export async function checkBody(
  body: Payload,
  input: ChecksumMembers,
  trailers: ReadonlyMap<string, string>,
  unclaimed?: ChecksumAlgorithm,
): Promise<CheckedBody> {
  const claimed = claimedChecksum(input, trailers);
  const contentMd5 = input.ContentMD5 === undefined ? undefined : readMd5(input.ContentMD5);
  const algorithm = claimed?.algorithm ?? unclaimed;
  const names: DigestName[] = algorithm === undefined ? ["MD5"] : ["MD5", algorithm];
  const digests = await digestsOf(body, names);
  if (contentMd5 !== undefined && !contentMd5.equals(digests.MD5)) {
    throw errors.badDigest("Content-MD5", input.ContentMD5 ?? "", digests.MD5.toString("base64"));
  }
  const md5 = digests.MD5.toString("hex");
  if (algorithm === undefined) return { md5, checksum: undefined };
  const value = digests[algorithm].toString("base64");
  if (claimed !== undefined && value !== claimed.value) throw errors.badDigest(algorithm, claimed.value, value);
  return { md5, checksum: { algorithm, value, type: "FULL_OBJECT" } };
}

interface Claim {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** The one checksum that headers or trailers carry. */
export function claimedChecksum(input: ChecksumMembers, trailers: ReadonlyMap<string, string>): Claim | undefined {
  let claim: Claim | undefined;
  for (const { algorithm, member, header } of places) {
    const value = input[member] ?? trailers.get(header);
    if (value === undefined) continue;
    if (claim !== undefined) {
      throw errors.invalidRequest(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
      );
    }
    if (!isChecksumValue(algorithm, value)) {
      throw errors.invalidRequest(`Value for ${header} header is invalid.`);
    }
    claim = { algorithm, value };
  }
  for (const name of trailers.keys()) {
    if (name.startsWith("x-amz-checksum-") && !places.some(({ header }) => header === name)) {
      throw notImplemented(`The checksum \`${name}\``);
    }
  }
  const named = input.ChecksumAlgorithm;
  if (named === undefined) return claim;
  if (claim === undefined) {
    throw errors.invalidRequest(
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  if (claim.algorithm !== named) {
    throw errors.invalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }
  return claim;
}

export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, "base64");
  return bytes.length === checksumBytes[algorithm] && bytes.toString("base64") === value;
}

function readMd5(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 16 || bytes.toString("base64") !== text) throw errors.invalidDigest(text);
  return bytes;
}
