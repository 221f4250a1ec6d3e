import type { ChecksumAlgorithm } from "../model/checksum.ts";
import type { Payload } from "../model/payload.ts";
import type { Acl } from "./acl.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** An account as S3 knows owners. */
export interface Owner {
  readonly accountId: string;
  readonly canonicalUserId: string;
}

/** One version of an object. Immutable; what can be changed in place (ACL, tags) is changed by replacing it. */
export interface StoredObject {
  readonly kind: "object";
  readonly key: string;
  /** `null` for a version made while the bucket was not versioned, or was suspended. */
  readonly versionId: string;
  /** In whole seconds, as S3 keeps it, though counted in milliseconds since the epoch. */
  readonly lastModifiedMs: number;
  /** Of the content, in bytes. */
  readonly size: number;
  /** What is kept: the content, or its ciphertext under SSE-KMS. */
  readonly payload: Payload;
  /** Without quotes. */
  readonly eTag: string;
  /** As it was given when written; under BucketOwnerEnforced the bucket's owner counts instead. */
  readonly owner: Owner;
  readonly acl: Acl;
  readonly headers: ObjectHeaders;
  /** User metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly tags: readonly Tag[];
  readonly storageClass: string;
  readonly encryption: ObjectEncryption;
  /** CRC64NVME where the client sent none. */
  readonly checksum: Checksum;
  /** Of a multipart upload. */
  readonly parts: readonly PartSummary[] | undefined;
}

export interface DeleteMarker {
  readonly kind: "delete-marker";
  readonly key: string;
  readonly versionId: string;
  readonly lastModifiedMs: number;
  readonly owner: Owner;
}

export type ObjectVersion = StoredObject | DeleteMarker;

/** Headers that an object gives back as they were sent. */
export interface ObjectHeaders {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends in `-<number of parts>`. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

export interface PartSummary {
  readonly partNumber: number;
  readonly size: number;
  readonly checksum: Checksum | undefined;
}

export interface ServerSideEncryption {
  readonly algorithm: "AES256" | "aws:kms";
  /** As it was given; undefined: the account's AWS managed key `aws/s3`. */
  readonly kmsKeyId?: string;
  readonly bucketKeyEnabled: boolean;
}

/** How a stored object is encrypted. SSE-S3 protects nothing that a reader could see, so it costs nothing here. */
export type ObjectEncryption =
  | { readonly algorithm: "AES256" }
  | {
      readonly algorithm: "aws:kms";
      /** ARN of the key. */
      readonly keyArn: string;
      /** The data key as KMS encrypted it: only kms:Decrypt opens it. */
      readonly encryptedDataKey: Uint8Array;
      readonly context: Readonly<Record<string, string>>;
      readonly bucketKeyEnabled: boolean;
      /** One for the whole body, or one for each part of a multipart upload. */
      readonly segments: readonly Segment[];
    };

/** A stretch of a body that is encrypted from a counter of its own. */
export interface Segment {
  /** In bytes. */
  readonly size: number;
  /** Initial counter block of AES-256-CTR, 16 bytes. */
  readonly counter: Uint8Array;
}

export function quoted(eTag: string): string {
  return `"${eTag}"`;
}
