/** What the accounts have set up, as the calls that did it tell. Policies are the documents as they were sent. */

export interface Setup {
  readonly buckets: readonly BucketSetup[];
  readonly dataStreams: readonly DataStreamSetup[];
  readonly deliveryStreams: readonly DeliveryStreamSetup[];
  readonly roles: readonly RoleSetup[];
  readonly keys: readonly KeySetup[];
  readonly logGroups: readonly LogGroupSetup[];
}

interface Made {
  readonly name: string;
  /** `A` or `B`: whose credentials made it. */
  readonly account?: string;
  /** It was deleted again, and not as clean-up. */
  readonly isDeleted?: boolean;
}

export interface BucketSetup extends Made {
  readonly objectOwnership: string;
  readonly policy?: string;
  /** ARN of a key, or `aws/s3`; where absent, S3's own. */
  readonly key?: string;
}

export interface DataStreamSetup extends Made {
  readonly shards?: number;
  /** ARN, ID or alias. */
  readonly key?: string;
}

export interface DeliveryStreamSetup extends Made {
  /** ARN of the data stream; absent where records are put directly. */
  readonly source?: string;
  /** ARN. */
  readonly role?: string;
  /** ARN. */
  readonly bucket?: string;
  readonly prefix?: string;
  readonly compression?: string;
  /** ARN of the key that objects are encrypted under, where the delivery stream asks for one. */
  readonly key?: string;
  readonly intervalInSeconds?: number;
  readonly sizeInMiB?: number;
  readonly logGroup?: string;
  /** The number of the configuration, from 1. */
  readonly version?: string;
}

export interface RoleSetup extends Made {
  readonly trustPolicy?: string;
  readonly policies: readonly { readonly name: string; readonly document: string }[];
  readonly boundary?: string;
}

export interface KeySetup extends Made {
  /** ARN; `name` is the key's ID. */
  readonly arn: string;
  readonly policy?: string;
  readonly isDisabled?: boolean;
}

export type LogGroupSetup = Made;
