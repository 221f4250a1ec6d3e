import { InputError } from "../../input-error.ts";
import type { Part } from "../../part.ts";
import type { Reading } from "./reading.ts";

/**
 * Whether a delivery stream of the part rests on a resource: what is not known yet about the others stands in nobody's way.
 * Without a delivery stream, everything is needed, and so is what does not tell.
 */
export function needed({ deliveryStreams, roles, buckets, dataStreams }: Part): (reading: Reading) => boolean {
  const destinations = deliveryStreams.map(({ destination }) => destination);
  const roleNames = lastOf([
    ...destinations.flatMap(
      ({ RoleARN, S3BackupConfiguration: backup, DataFormatConversionConfiguration: conversion }) => [
        RoleARN,
        backup?.RoleARN,
        conversion?.SchemaConfiguration?.RoleARN,
      ],
    ),
    ...deliveryStreams.map(({ reads }) => reads?.roleArn),
  ]);
  const bucketNames = lastOf(
    destinations.flatMap(({ BucketARN, S3BackupConfiguration: backup }) => [BucketARN, backup?.BucketARN]),
  );
  const policies = new Set(
    roles
      .filter(({ name }) => roleNames.has(name))
      .flatMap(({ attachedPolicyArns, permissionsBoundaryArn }) => [...attachedPolicyArns, permissionsBoundaryArn]),
  );
  const keys = lastOf([
    ...destinations.map(({ EncryptionConfiguration: each }) => each?.KMSEncryptionConfig?.AWSKMSKeyARN),
    ...buckets.map(({ encryption }) => encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID),
    ...dataStreams.map(({ kmsKeyArn }) => kmsKeyArn),
    ...deliveryStreams.map(({ encryption }) => encryption?.KeyARN),
  ]);
  return (reading) => {
    if (deliveryStreams.length === 0) return true;
    const { type } = reading.resource;
    const told = (attribute: string) => textOrUnknown(reading, attribute);
    switch (type) {
      case "aws_iam_role":
        return isIn(roleNames, told("name"));
      case "aws_iam_role_policy":
      case "aws_iam_role_policy_attachment":
        return isIn(roleNames, told("role"));
      case "aws_iam_policy":
        return isIn(policies, told("arn"));
      case "aws_kms_key":
        return isIn(keys, told("arn")?.replace(/.*\//, ""));
      default:
        return !type.startsWith("aws_s3_bucket") || isIn(bucketNames, told("bucket"));
    }
  };
}

function lastOf(arns: readonly (string | undefined)[]): ReadonlySet<string | undefined> {
  return new Set(arns.flatMap((arn) => arn?.replace(/.*[:/]/, "") ?? []));
}

function isIn(names: ReadonlySet<string | undefined>, name: string | undefined): boolean {
  return name === undefined || names.has(name);
}

function textOrUnknown(reading: Reading, attribute: string): string | undefined {
  try {
    return attribute === "arn" ? reading.attribute("arn") : reading.text(attribute);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
