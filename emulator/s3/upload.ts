import type { CompleteMultipartUploadCommandOutput } from "@aws-sdk/client-s3";
import type { ChecksumAlgorithm } from "../model/checksum.ts";
import type { Payload } from "../model/payload.ts";
import type { Acl } from "./acl.ts";
import type { Checksum, ObjectEncryption, ObjectHeaders, Owner, Segment, Tag } from "./object.ts";
import type { KeyWatch } from "./object-index.ts";

/** A multipart upload under way. What the object will be was settled when it was initiated. */
export interface MultipartUpload {
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedAtMs: number;
  /** ARN of the principal, or the canonical user ID of its account for a root user. */
  readonly initiator: string;
  readonly owner: Owner;
  readonly acl: Acl;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly tags: readonly Tag[];
  readonly storageClass: string;
  readonly encryption: ObjectEncryption;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: Checksum["type"] | undefined;
  /** Whether the key changed since the upload was initiated, which a conditional completion must not overlook. */
  readonly watch: KeyWatch;
  /** By part number. */
  readonly parts: Map<number, UploadedPart>;
}

/** A multipart upload that was completed: what was asked, and what was answered. */
export interface CompletedUpload {
  readonly key: string;
  /** Numbers and ETags of the parts, as one text. */
  readonly parts: string;
  readonly answer: Omit<CompleteMultipartUploadCommandOutput, "$metadata">;
}

export interface UploadedPart {
  readonly partNumber: number;
  readonly payload: Payload;
  readonly size: number;
  readonly eTag: string;
  readonly lastModifiedMs: number;
  readonly checksum: Checksum | undefined;
  readonly segment: Segment | undefined;
}
