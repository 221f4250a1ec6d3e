import { ServiceError } from "../model/service-error.ts";

/** Source of the words: LocalStack, whose clients match on them. */
export function deliveryStreamNotFound(name: string, accountId: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", `Firehose ${name} under account ${accountId} not found.`, 400);
}

export function deliveryStreamExists(name: string, accountId: string): ServiceError {
  return inUse(`Firehose ${name} under accountId ${accountId} already exists`);
}

export function inUse(message: string): ServiceError {
  return new ServiceError("ResourceInUseException", message, 400);
}

export function invalidArgument(message: string): ServiceError {
  return new ServiceError("InvalidArgumentException", message, 400);
}

export function limitExceeded(message: string): ServiceError {
  return new ServiceError("LimitExceededException", message, 400);
}

/** Source of the words: floci, seen on AWS in 2026. */
export function versionMismatch(name: string, current: string, specified: string): ServiceError {
  const message = `Cannot update firehose: ${name} since the current version id: ${current} and specified version id: ${specified} do not match`;
  return new ServiceError("ConcurrentModificationException", message, 400);
}

/** KMS refused what Firehose needs of a key; the code and words are KMS's. Source: API Reference, InvalidKMSResourceException. */
export function invalidKmsResource(refused: { readonly code: string; readonly message: string }): ServiceError {
  return new ServiceError("InvalidKMSResourceException", refused.message, 400, { fields: { code: refused.code } });
}

/** A Direct PUT stream has taken all that it takes in a second. The words as in boto3#2804. */
export function slowDown(): ServiceError {
  return new ServiceError("ServiceUnavailableException", "Slow down.", 503);
}

/** A role of another account can never be passed. The words are those of other services; Firehose's are not documented. */
export function crossAccountPassRole(): ServiceError {
  return new ServiceError("AccessDeniedException", "Cross-account pass role is not allowed.", 400, {
    isAuthFailure: true,
  });
}

/** Reported by many users; Terraform retries on it. */
export function roleNotAssumable(roleArn: string): ServiceError {
  return invalidArgument(`Firehose is unable to assume role ${roleArn}. Please check the role provided.`);
}

/** Reported in aws-cdk#5221. */
export function sourceNotReadable(roleArn: string, dataStreamArn: string): ServiceError {
  return invalidArgument(
    `Role ${roleArn} is not authorized to perform: kinesis:DescribeStream on resource ${dataStreamArn}.`,
  );
}

/** The words are those of stackd's code, whose author recorded on AWS that it fails. */
export function bucketMissing(bucket: string): ServiceError {
  return invalidArgument(`S3 Bucket ${bucket} does not exist.`);
}

/** Reported in aws-cli#7010. */
export function directPutRefused(): ServiceError {
  return invalidArgument("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
}
