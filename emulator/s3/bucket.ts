import { bucketArn } from "../model/arn.ts";
import type { Delayed } from "../model/delayed.ts";
import type { Policy } from "../policy/types.ts";
import { type Acl, privateAcl } from "./acl.ts";
import type { Owner, ServerSideEncryption, Tag } from "./object.ts";
import { ObjectIndex } from "./object-index.ts";
import type { ObjectOwnership } from "./ownership.ts";
import type { PublicAccessBlock } from "./public-access-block.ts";
import type { CompletedUpload, MultipartUpload } from "./upload.ts";

/** Everything about a bucket that can be set. A change replaces the whole value. */
export interface BucketSettings {
  /** Undefined after DeleteBucketOwnershipControls; the bucket then behaves as ObjectWriter. */
  readonly ownership: ObjectOwnership | undefined;
  readonly acl: Acl;
  readonly policy: Policy | undefined;
  /** Undefined after DeletePublicAccessBlock: nothing is blocked. */
  readonly publicAccessBlock: PublicAccessBlock | undefined;
  readonly encryption: DefaultEncryption;
  /** Undefined: as a new bucket has it, which blocks SSE-C. */
  readonly blockedEncryption: "SSE-C" | "NONE" | undefined;
  readonly versioning: "unversioned" | "Enabled" | "Suspended";
  readonly tags: readonly Tag[];
}

/** What an object is encrypted with where its request says nothing. */
export type DefaultEncryption = ServerSideEncryption;

export class Bucket {
  readonly name: string;
  readonly owner: Owner;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  readonly #settings: Delayed<BucketSettings>;
  readonly objects = new ObjectIndex();
  /** By upload id. */
  readonly uploads = new Map<string, MultipartUpload>();
  /** Uploads that are over, by upload id. */
  readonly completed = new Map<string, CompletedUpload>();

  constructor(about: {
    readonly name: string;
    readonly owner: Owner;
    readonly region: string;
    readonly createdAtMs: number;
    readonly settings: Delayed<BucketSettings>;
  }) {
    this.name = about.name;
    this.owner = about.owner;
    this.region = about.region;
    this.createdAtMs = about.createdAtMs;
    this.#settings = about.settings;
  }

  get arn(): string {
    return bucketArn(this.region, this.name);
  }

  /** As they were set last: what the operations that read them answer. */
  get settings(): BucketSettings {
    return this.#settings.newest;
  }

  /** By which requests are decided: those of a moment ago, as the settings of the emulator have it. */
  get inForce(): BucketSettings {
    return this.#settings.seen;
  }

  get ownership(): ObjectOwnership {
    return this.inForce.ownership ?? "ObjectWriter";
  }

  get isEnforced(): boolean {
    return this.inForce.ownership === "BucketOwnerEnforced";
  }

  get isVersioned(): boolean {
    return this.inForce.versioning !== "unversioned";
  }

  change(changes: Partial<BucketSettings>): void {
    this.#settings.change({ ...this.settings, ...changes });
  }
}

/** A new bucket's settings since April 2023 (S3 User Guide, "Default settings for new S3 buckets"). */
export function newBucketSettings(owner: Owner): BucketSettings {
  return {
    ownership: "BucketOwnerEnforced",
    acl: privateAcl(owner.canonicalUserId),
    policy: undefined,
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    encryption: { algorithm: "AES256", bucketKeyEnabled: false },
    blockedEncryption: undefined,
    versioning: "unversioned",
    tags: [],
  };
}
