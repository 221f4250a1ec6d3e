import {
  type DeliveryStreamDescription,
  type DeliveryStreamEncryptionConfiguration,
  DescribeDeliveryStream$,
  type DescribeDeliveryStreamInput,
  type DescribeDeliveryStreamOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName } from "../constraints.ts";
import { s3View } from "../defaults.ts";
import { findStream } from "../lookup.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";
import { type DeliveryStream, destinationId } from "../stream.ts";
import type { Encryption } from "../stream-encryption.ts";

const constraints = {
  DeliveryStreamName: deliveryStreamName,
  Limit: { min: 1, max: 10_000 },
  ExclusiveStartDestinationId: { minLength: 1, maxLength: 100, pattern: "[a-zA-Z0-9-]+" },
} as const;

/**
 * Everything about a delivery stream. There is one destination, shown in both of S3's shapes whichever of them created it
 * (floci, seen on AWS). Source: API Reference, DescribeDeliveryStream.
 */
export const describeDeliveryStream = action<FirehoseStore, DescribeDeliveryStreamInput, DescribeDeliveryStreamOutput>({
  schema: DescribeDeliveryStream$,
  emulates: ["DeliveryStreamName", "Limit", "ExclusiveStartDestinationId"],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    return [streamPermission(store, "DescribeDeliveryStream", call)];
  },
  run: (store, request) => {
    const stream = findStream(store, request);
    const start = request.input.ExclusiveStartDestinationId;
    return { DeliveryStreamDescription: describe(stream, start === undefined || start < destinationId, request.now) };
  },
});

/** The one thing that makes a deletion fail. The details are not documented. */
const grantNotRetired = {
  Type: "RETIRE_KMS_GRANT_FAILED",
  Details: "The grant on the customer managed key could not be retired.",
} as const;

function describe(stream: DeliveryStream, withDestination: boolean, nowMs: number): DeliveryStreamDescription {
  const { source, destination } = stream;
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: stream.status,
    ...(stream.status === "DELETING_FAILED" && { FailureDescription: grantNotRetired }),
    // Of a stream with a data stream as source AWS says nothing (recorded: test_firehose_stack_with_kinesis_as_source).
    ...(source.kind === "direct-put" && {
      DeliveryStreamEncryptionConfiguration: describeEncryption(stream.encryption, nowMs),
    }),
    DeliveryStreamType: source.kind === "direct-put" ? "DirectPut" : "KinesisStreamAsSource",
    VersionId: String(stream.version),
    CreateTimestamp: new Date(stream.createdAtMs),
    ...(stream.updatedAtMs !== undefined && { LastUpdateTimestamp: new Date(stream.updatedAtMs) }),
    ...(source.kind === "data-stream" && {
      Source: {
        KinesisStreamSourceDescription: {
          KinesisStreamARN: source.dataStreamArn,
          RoleARN: source.roleArn,
          DeliveryStartTimestamp: new Date(source.deliveryStartMs),
        },
      },
    }),
    Destinations: withDestination
      ? [
          {
            DestinationId: destinationId,
            S3DestinationDescription: s3View(destination),
            ExtendedS3DestinationDescription: destination,
          },
        ]
      : [],
    HasMoreDestinations: false,
  };
}

/** The key's ARN is shown of a customer key only. Source: API Reference, DeliveryStreamEncryptionConfiguration. */
function describeEncryption(encryption: Encryption, nowMs: number): DeliveryStreamEncryptionConfiguration {
  if (encryption.kind === "disabled") return { Status: "DISABLED" };
  const { key, sinceMs } = encryption;
  const Status = nowMs < sinceMs ? "ENABLING" : "ENABLED";
  return key.kind === "aws-owned"
    ? { KeyType: "AWS_OWNED_CMK", Status }
    : { KeyARN: key.arn, KeyType: "CUSTOMER_MANAGED_CMK", Status };
}
