import { ServiceError } from "../model/service-error.ts";

/** Texts: kinesalite, which mirrors production's, unless another source stands beside one. */

export function invalidArgument(message: string): ServiceError {
  return new ServiceError("InvalidArgumentException", message, 400);
}

export function validationFailed(message: string): ServiceError {
  return new ServiceError("ValidationException", message, 400);
}

/** Recorded by LocalStack from AWS: test_cbor_exceptions. */
export function streamNotFound(name: string, accountId: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", `Stream ${name} under account ${accountId} not found.`, 400);
}

export function streamExists(name: string, accountId: string): ServiceError {
  return new ServiceError("ResourceInUseException", `Stream ${name} under account ${accountId} already exists.`, 400);
}

export function streamNotActive(name: string, accountId: string, status: string): ServiceError {
  const message = `Stream ${name} under account ${accountId} not ACTIVE, instead in state ${status}`;
  return new ServiceError("ResourceInUseException", message, 400);
}

export function onDemandOnly(name: string, accountId: string): ServiceError {
  return validationFailed(`Request is invalid. Stream ${name} under account ${accountId} is in On-Demand mode.`);
}

/** The code is documented, the text is not. */
export function shardRateExceeded(shardId: string, name: string, accountId: string): ServiceError {
  const message = `Rate exceeded for shard ${shardId} in stream ${name} under account ${accountId}.`;
  return new ServiceError("ProvisionedThroughputExceededException", message, 400);
}

export function limitExceeded(message: string): ServiceError {
  return new ServiceError("LimitExceededException", message, 400);
}

export function shardMissing(shardId: string, name: string, accountId: string): ServiceError {
  const message = `Shard ${shardId} in stream ${name} under account ${accountId} does not exist`;
  return new ServiceError("ResourceNotFoundException", message, 400);
}

export function shardNotFound(shardId: string, name: string, accountId: string): ServiceError {
  const message = `Could not find shard ${shardId} in stream ${name} under account ${accountId}.`;
  return new ServiceError("ResourceNotFoundException", message, 400);
}

export function shardLimitExceeded(count: {
  readonly accountId: string;
  readonly region: string;
  readonly current: number;
  readonly limit: number;
  readonly additional: number;
}): ServiceError {
  const message =
    `This request would exceed the shard limit for the account ${count.accountId} in ${count.region}. ` +
    `Current shard count for the account: ${count.current}. Limit: ${count.limit}. ` +
    `Number of additional shards that would have resulted from this request: ${count.additional}. ` +
    "Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) " +
    "for current limits and how to request higher limits.";
  return new ServiceError("LimitExceededException", message, 400);
}

export function invalidIterator(): ServiceError {
  return invalidArgument("Invalid ShardIterator.");
}

export function expiredIterator(createdAtMs: number, nowMs: number, toleratedMs: number): ServiceError {
  const message =
    `Iterator expired. The iterator was created at time ${javaDate(createdAtMs)} while right now it is ${javaDate(nowMs)} ` +
    `which is further in the future than the tolerated delay of ${toleratedMs} milliseconds.`;
  return new ServiceError("ExpiredIteratorException", message, 400);
}

/** `Thu Jan 22 01:22:02 UTC 2015` */
function javaDate(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

/** The code is documented, the text is not. */
export function expiredToken(): ServiceError {
  return new ServiceError("ExpiredNextTokenException", "The pagination token has expired.", 400);
}
