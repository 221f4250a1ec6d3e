/** Errors about buckets and their configurations. */
import { partitionOf } from "../../model/partition.ts";
import { error } from "./make.ts";

export const noSuchBucket = (bucketName: string) =>
  error("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: bucketName });

export const bucketAlreadyExists = (bucketName: string) =>
  error(
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    409,
    { BucketName: bucketName },
  );

export const bucketAlreadyOwnedByYou = (bucketName: string) =>
  error(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    409,
    { BucketName: bucketName },
  );

export const bucketNotEmpty = (bucketName: string, versioned: boolean) =>
  error(
    "BucketNotEmpty",
    `The bucket you tried to delete is not empty${versioned ? ". You must delete all versions in the bucket." : ""}`,
    409,
    { BucketName: bucketName },
  );

export const invalidBucketName = (bucketName: string) =>
  error("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: bucketName });

/** Recorded by ansible-collections/amazon.aws#2935. */
export const missingNamespaceHeader = () =>
  error(
    "MissingNamespaceHeader",
    "The requested bucket is an account-regional namespace bucket, but your request is missing the required x-amz-bucket-namespace header.",
    400,
    { Header: "x-amz-bucket-namespace" },
  );

/** The code is reported; the words are those of a re-implementation that copies AWS's. */
export const invalidBucketNamespace = (problem: string) =>
  error("InvalidBucketNamespace", `The requested bucket is an account-regional namespace bucket, but ${problem}`, 400);

export const illegalLocationConstraint = (constraint: string) =>
  error(
    "IllegalLocationConstraintException",
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  );

export const invalidLocationConstraint = (constraint: string) =>
  error("InvalidLocationConstraint", "The specified location-constraint is not valid", 400, {
    LocationConstraint: constraint,
  });

export const permanentRedirect = (bucketName: string, region: string) =>
  error(
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    301,
    { Endpoint: `${bucketName}.s3.${region}.${partitionOf(region).dnsSuffix}`, Bucket: bucketName },
    { "x-amz-bucket-region": region },
  );

export const noSuchBucketPolicy = (bucketName: string) =>
  error("NoSuchBucketPolicy", "The bucket policy does not exist", 404, { BucketName: bucketName });

export const ownershipControlsNotFound = (bucketName: string) =>
  error("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", 404, {
    BucketName: bucketName,
  });

export const noSuchPublicAccessBlock = (bucketName: string) =>
  error("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404, {
    BucketName: bucketName,
  });

/** A configuration that was never set: `NoSuchCORSConfiguration` and its like. */
export const noSuchConfiguration = (code: string, message: string, bucketName: string) =>
  error(code, message, 404, { BucketName: bucketName });

export const illegalVersioningConfiguration = () =>
  error("IllegalVersioningConfigurationException", "The Versioning element must be specified", 400);
