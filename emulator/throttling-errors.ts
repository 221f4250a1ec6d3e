import type { ServiceName } from "./model/action.ts";
import { ServiceError } from "./model/service-error.ts";

/** A call that was refused for its rate. */
export interface ThrottledCall {
  readonly service: ServiceName;
  readonly operation: string;
  readonly accountId: string;
}

/** Operations of Kinesis on records, whose limits are the shards'. */
const recordOperations: ReadonlySet<string> = new Set(["PutRecord", "PutRecords", "GetRecords", "GetShardIterator"]);

/**
 * What each service says to a caller who is too fast, all of it known to the SDKs' retries as throttling. Sources: IAM and
 * STS, AWS re:Post, "Throttling: Rate exceeded"; KMS Developer Guide, "Throttling requests"; S3 API Reference, "List of
 * error codes"; Kinesis, boto/botocore pull request 821 and Graylog2/graylog-plugin-integrations issue 341 (calls of an
 * account, which limits of operations are); Firehose, hashicorp/terraform-provider-aws pull request 26197; CloudWatch
 * Logs API Reference, ThrottlingException. Firehose's PutRecord says ServiceUnavailableException (API Reference).
 */
export function throttlingError({ service, operation, accountId }: ThrottledCall): ServiceError {
  switch (service) {
    case "s3":
      return new ServiceError("SlowDown", "Please reduce your request rate.", 503);
    case "iam":
    case "sts":
      return new ServiceError("Throttling", "Rate exceeded", 400);
    case "kinesis":
      return recordOperations.has(operation)
        ? new ServiceError("ProvisionedThroughputExceededException", `Rate exceeded for account ${accountId}.`, 400)
        : new ServiceError("LimitExceededException", `Rate exceeded for account ${accountId}.`, 400);
    case "firehose":
      return operation.startsWith("PutRecord")
        ? new ServiceError("ServiceUnavailableException", "Slow down.", 503)
        : new ServiceError("ThrottlingException", "Rate exceeded", 400);
    case "kms":
      return new ServiceError(
        "ThrottlingException",
        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
        400,
      );
    case "logs":
    case "cloudwatch":
      return new ServiceError("ThrottlingException", "Rate exceeded", 400);
  }
}
