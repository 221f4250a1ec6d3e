import type { ExtendedS3DestinationDescription } from "@aws-sdk/client-firehose";
import { formatArn } from "../model/arn.ts";
import type { Encryption } from "./stream-encryption.ts";

/** One delivery stream as its owner sees it; a value, replaced as a whole when something about it changes. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly status: "CREATING" | "ACTIVE" | "DELETING" | "DELETING_FAILED";
  /** 1 at creation, one more with each change of the configuration. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs?: number;
  readonly source: Source;
  /** Complete, defaults filled in; S3 and Extended S3 descriptions are two views of it. */
  readonly destination: ExtendedS3DestinationDescription;
  readonly encryption: Encryption;
  readonly tags: ReadonlyMap<string, string>;
}

export type Source =
  | { readonly kind: "direct-put" }
  | {
      readonly kind: "data-stream";
      readonly dataStreamArn: string;
      readonly roleArn: string;
      /** From when on records are read: when the delivery stream was created. Milliseconds since the epoch. */
      readonly deliveryStartMs: number;
    };

/** A delivery stream has one destination, and it always has this id (steampipe-plugin-aws#769). */
export const destinationId = "destinationId-000000000001";

/** Of what a Direct PUT stream could not deliver. Source: Firehose User Guide, "Amazon Data Firehose Quota". */
export const directPutRetentionHours = 24;

export function deliveryStreamArn(region: string, accountId: string, name: string): string {
  return formatArn("firehose", region, accountId, `deliverystream/${name}`);
}
