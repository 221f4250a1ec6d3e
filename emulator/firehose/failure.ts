import type { DeliveryError } from "../model/delivery-log.ts";
import type { RefusedCall } from "./service-call.ts";

/**
 * What Firehose says of a refused call. Source: Firehose User Guide, "Monitor using CloudWatch Logs";
 * `Kinesis.ResourceNotFound` recorded on AWS by stackd in 2026, whose words stand here.
 */
const messages: Readonly<Record<string, string>> = {
  "S3.AccessDenied":
    "Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis Data Firehose to assume the role, and the access policy allows access to the S3 bucket.",
  "S3.NoSuchBucket":
    "The specified bucket does not exist. Create the bucket or use a different bucket that does exist.",
  "S3.MethodNotAllowed":
    "The specified method is not allowed against this resource. Modify the bucket's policy to allow the correct Amazon S3 operation permissions.",
  "S3.AccountProblem":
    "There is a problem with your AWS account that prevents the operation from completing successfully. Contact AWS Support.",
  "S3.AllAccessDisabled": "Access to the account provided has been disabled. Contact AWS Support.",
  "S3.InvalidPayer": "Access to the account provided has been disabled. Contact AWS Support.",
  "S3.NotSignedUp": "The account is not signed up for Amazon S3. Sign the account up or use a different account.",
  "S3.KMS.NotFoundException":
    "The provided AWS KMS key was not found. If you are using what you believe to be a valid AWS KMS key with the correct role, check if there is a problem with the account to which the AWS KMS key is attached.",
  "S3.KMS.RequestLimitExceeded":
    "The KMS request per second limit was exceeded while attempting to encrypt S3 objects. Increase the request per second limit.",
  "Kinesis.AccessDenied":
    "Access was denied when calling Kinesis. Ensure the access policy on the IAM role used allows access to the appropriate Kinesis APIs.",
  "Kinesis.ResourceNotFound":
    "Firehose failed to read from the stream. If the Firehose is attached with Kinesis Stream, the stream may not exist, or the shard may have been merged or split. If the Firehose is of DirectPut type, the Firehose may not exist any more.",
  InternalError:
    "An internal error occurred while attempting to deliver data. Delivery will be retried; if the error persists, then it will be reported to AWS for resolution.",
};

/**
 * The code and words that Firehose logs for a refused call. A role that cannot be assumed counts as denied access to what
 * it was assumed for. Codes without a documented counterpart are InternalError, those of KMS `S3.KMS.<name>`.
 */
export function deliveryError(refused: RefusedCall, purpose: "S3" | "Kinesis"): DeliveryError {
  const { service, operation, code, message, requestId } = refused;
  const said = purpose === "S3" ? s3Code(refused) : kinesisCode(refused);
  return {
    code: said,
    message: messages[said] ?? message,
    cause: { service, operation, code, message, requestId },
  };
}

function s3Code({ service, code }: RefusedCall): string {
  if (service === "sts" || code === "AccessDenied") return "S3.AccessDenied";
  if (code.startsWith("KMS.")) return `S3.${code}`;
  return `S3.${code}` in messages ? `S3.${code}` : "InternalError";
}

function kinesisCode({ service, code }: RefusedCall): string {
  if (service === "kinesis" && code === "ResourceNotFoundException") return "Kinesis.ResourceNotFound";
  const denied = service === "sts" || code === "AccessDeniedException" || code.startsWith("KMS");
  return denied ? "Kinesis.AccessDenied" : "InternalError";
}
