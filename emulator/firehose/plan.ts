import type { ExtendedS3DestinationDescription, S3DestinationDescription } from "@aws-sdk/client-firehose";
import type { BufferingHints } from "./buffer.ts";
import { isPrefixProblem, type PrefixPart, parsePrefix } from "./prefix.ts";

/** A destination as delivery needs it: checked, parsed, without optional members. */
export interface DeliveryPlan {
  readonly roleArn: string;
  readonly bucketArn: string;
  readonly bucket: string;
  readonly prefix: readonly PrefixPart[];
  readonly errorOutputPrefix: readonly PrefixPart[] | undefined;
  readonly timeZone: string;
  readonly extension: string;
  readonly hints: BufferingHints;
  readonly kmsKeyArn: string | undefined;
}

const plans = new WeakMap<object, DeliveryPlan>();

/** Made once for each configuration. */
export function planOf(destination: ExtendedS3DestinationDescription): DeliveryPlan {
  const known = plans.get(destination);
  if (known !== undefined) return known;
  const made = makePlan(destination, destination.CustomTimeZone ?? "UTC", destination.FileExtension);
  plans.set(destination, made);
  return made;
}

function makePlan(s3: S3DestinationDescription, timeZone: string, extension: string | undefined): DeliveryPlan {
  const bucketArn = present(s3.BucketARN, "BucketARN");
  return {
    roleArn: present(s3.RoleARN, "RoleARN"),
    bucketArn,
    bucket: bucketArn.slice(bucketArn.lastIndexOf(":") + 1),
    prefix: checkedPrefix(s3.Prefix ?? ""),
    errorOutputPrefix: s3.ErrorOutputPrefix ? checkedPrefix(s3.ErrorOutputPrefix) : undefined,
    timeZone,
    extension: extension ?? "",
    hints: {
      sizeMiB: present(s3.BufferingHints?.SizeInMBs, "SizeInMBs"),
      intervalSeconds: present(s3.BufferingHints?.IntervalInSeconds, "IntervalInSeconds"),
    },
    kmsKeyArn: s3.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
  };
}

function checkedPrefix(text: string): readonly PrefixPart[] {
  const parts = parsePrefix(text);
  if (isPrefixProblem(parts)) throw new TypeError(`the prefix \`${text}\` was not checked when it was set`);
  return parts;
}

function present<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw new TypeError(`a described destination has ${member}`);
  return value;
}
