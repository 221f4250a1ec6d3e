import type { ChecksumAlgorithm } from "../model/checksum.ts";
import type { Payload } from "../model/payload.ts";
import type { Acl } from "./acl.ts";
import type { Tag } from "./bucket.ts";
import type { Checksum, ObjectEncryption, ObjectHeaders, Owner } from "./object.ts";

/** A multipart upload under way. What the object will be was settled when it was initiated. */
export interface MultipartUpload {
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedAtMs: number;
  /** The principal's ARN and the account's canonical user ID. */
  readonly initiator: { readonly arn: string; readonly canonicalUserId: string };
  readonly owner: Owner;
  readonly acl: Acl;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly tags: readonly Tag[];
  readonly storageClass: string;
  readonly encryption: ObjectEncryption;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: Checksum["type"] | undefined;
  /** By part number. */
  readonly parts: Map<number, UploadedPart>;
}

export interface UploadedPart {
  readonly partNumber: number;
  readonly payload: Payload;
  readonly eTag: string;
  readonly lastModifiedMs: number;
  readonly checksum: Checksum | undefined;
}
