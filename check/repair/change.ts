import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type {
  BucketConfiguration,
  DataStreamConfiguration,
  DeliveryStreamConfiguration,
  RoleConfiguration,
} from "../configuration.ts";
import type { PolicyPlace } from "../places/place.ts";

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
      /** What others are asked for and the delivery is not, a clause each. */
      readonly leavesOut?: readonly string[];
      /** A Deny that had no list of exceptions is given one, or something is taken out. */
      readonly isExemption?: boolean;
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
      readonly settings: Partial<Pick<DataStreamConfiguration, "shardCount" | "kmsKeyArn">>;
      readonly text: string;
    }
  /** What the delivery stream reads, and the role that it reads it as. */
  | {
      readonly kind: "set-source";
      readonly settings: Partial<NonNullable<DeliveryStreamConfiguration["reads"]>>;
      readonly text: string;
    }
  | {
      readonly kind: "set-role";
      readonly roleArn: string;
      readonly settings: Partial<Pick<RoleConfiguration, "attachedPolicyArns" | "permissionsBoundaryArn">>;
      readonly text: string;
    }
  | { readonly kind: "enable-key"; readonly arn: string; readonly text: string };

export type BucketSetting = "objectOwnership" | "acl" | "encryption" | "publicAccessBlock" | "namespace";
