import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { BucketConfiguration, Configuration, DataStreamConfiguration } from "../configuration.ts";

/** Where in a configuration a policy has its place. */
export type PolicyPlace =
  | { readonly kind: "bucket" }
  | { readonly kind: "backup-bucket" }
  | { readonly kind: "data-stream" }
  | { readonly kind: "trust"; readonly roleArn: string }
  | { readonly kind: "inline"; readonly roleArn: string; readonly name: string }
  | { readonly kind: "managed"; readonly arn: string }
  | { readonly kind: "key"; readonly arn: string }
  /** Of an organization, in force for an account. */
  | { readonly kind: ControlPolicyKind; readonly accountId: string; readonly name: string };

export type ControlPolicyKind = "service-control" | "resource-control";

/** One value of a policy document, set or, where `value` is undefined, removed. */
export interface Edit {
  /** Member names and indexes from the document's root. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Something to change in a configuration. `text` says it to the reader, as an imperative. */
export type ConfigurationChange =
  | {
      readonly kind: "edit-policy";
      readonly place: PolicyPlace;
      readonly edits: readonly Edit[];
      readonly text: string;
    }
  /** A document that could not be read as it was. */
  | { readonly kind: "rewrite-policy"; readonly place: PolicyPlace; readonly document: string; readonly text: string }
  | { readonly kind: "new-policy"; readonly place: PolicyPlace; readonly document: object; readonly text: string }
  | {
      readonly kind: "set-bucket";
      readonly settings: Partial<Pick<BucketConfiguration, BucketSetting>>;
      readonly text: string;
    }
  /** Members of the destination, as CreateDeliveryStream takes them; an undefined one is removed. */
  | {
      readonly kind: "set-destination";
      readonly settings: Partial<ExtendedS3DestinationConfiguration>;
      readonly text: string;
    }
  /** An undefined setting is removed. */
  | {
      readonly kind: "set-data-stream";
      readonly settings: Pick<DataStreamConfiguration, "shardCount">;
      readonly text: string;
    }
  | { readonly kind: "enable-key"; readonly arn: string; readonly text: string };

export type BucketSetting = "objectOwnership" | "acl" | "encryption" | "publicAccessBlock";

/** What a place is called in messages. */
export function placeText(
  place: PolicyPlace,
  { bucket, backupBucket }: Pick<Configuration, "bucket" | "backupBucket">,
): string {
  switch (place.kind) {
    case "bucket":
      return `the policy of bucket \`${bucket.name}\``;
    case "backup-bucket":
      return `the policy of bucket \`${backupBucket?.name}\``;
    case "data-stream":
      return "the policy of the data stream";
    case "trust":
      return `the trust policy of role \`${lastOf(place.roleArn)}\``;
    case "inline":
      return `policy \`${place.name}\` of role \`${lastOf(place.roleArn)}\``;
    case "managed":
      return `policy \`${lastOf(place.arn)}\``;
    case "key":
      return `the policy of key \`${lastOf(place.arn)}\``;
    case "service-control":
    case "resource-control":
      return `${place.kind.replace("-", " ")} policy \`${place.name}\` of account ${place.accountId}`;
  }
}

function lastOf(arn: string): string {
  return arn.replace(/.*\//, "");
}
