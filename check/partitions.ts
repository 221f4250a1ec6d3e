import { partitionOf } from "../emulator/index.ts";
import { partitionOfArn } from "../emulator/policy/index.ts";
import type { BucketConfiguration, Configuration, DeliveryStreamConfiguration } from "./configuration.ts";
import { InputError } from "./input-error.ts";
import type { Owned } from "./part.ts";

/** The partition of the accounts: `aws`, `aws-us-gov`. */
export function partitionIn({ accountA }: Pick<Configuration, "accountA">): string {
  return partitionOf(accountA.region).name;
}

/** Whether a text is an ARN of another of AWS's partitions: of nothing that is in this one. */
export function isForeignArn(text: string, partition: string): boolean {
  // Asked of every text that a policy compares, most of which are none.
  if (!text.startsWith("arn:") || text.startsWith(`arn:${partition}:`)) return false;
  return /^aws(?:-[a-z]+)*$/.test(partitionOfArn(text));
}

/** An ARN of another partition as it would be in this one: `arn:aws-us-gov:` for `arn:aws:`; anything else as it is. */
export function inPartition(arn: string, partition: string): string {
  return isForeignArn(arn, partition) ? arn.replace(/^arn:[^:]*:/, `arn:${partition}:`) : arn;
}

/** Throws an `InputError` where the two halves of a delivery are in partitions of their own. */
export function refuseTwoPartitions(
  deliveryStream: Owned<DeliveryStreamConfiguration>,
  bucket: Owned<BucketConfiguration>,
): void {
  const [ofStream, ofBucket] = [partitionOf(deliveryStream.region).name, partitionOf(bucket.region).name];
  if (ofStream === ofBucket) return;
  throw new InputError(
    bucket.source,
    `bucket \`${bucket.name}\` is in ${bucket.region}, a region of partition ${ofBucket}, and the delivery stream in ${deliveryStream.region}, of partition ${ofStream}: accounts of two partitions share nothing, and no delivery leads from one to the other`,
    "give both accounts regions of one partition",
  );
}
