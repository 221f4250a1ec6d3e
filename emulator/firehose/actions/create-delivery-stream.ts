import {
  CreateDeliveryStream$,
  type CreateDeliveryStreamInput,
  type CreateDeliveryStreamOutput,
  type ExtendedS3DestinationConfiguration,
} from "@aws-sdk/client-firehose";
import { type Authorized, action, type Call, type Permission } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { notImplemented } from "../../model/service-error.ts";
import { checkBuckets, checkProcessing, checkRoles, checkSource, checkSourceArn } from "../admission.ts";
import {
  dataStreamSource,
  deliveryStreamName,
  extendedS3Destination,
  oneOf,
  s3Destination,
  streamEncryption,
  tags,
} from "../constraints.ts";
import { describedDestination } from "../defaults.ts";
import { checkDestination, checkGiven } from "../destination-rules.ts";
import { crossAccountPassRole, deliveryStreamExists, invalidArgument } from "../errors.ts";
import { arnOf, isForeign, passRole, streamPermission, tagContext } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";
import type { DeliveryStream, Source } from "../stream.ts";
import { checkEncryptionInput, type Encryption, enablingMs, openKey } from "../stream-encryption.ts";

const constraints = {
  DeliveryStreamName: deliveryStreamName,
  DeliveryStreamType: oneOf(["DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"]),
  KinesisStreamSourceConfiguration: dataStreamSource,
  DeliveryStreamEncryptionConfigurationInput: streamEncryption,
  S3DestinationConfiguration: s3Destination,
  ExtendedS3DestinationConfiguration: extendedS3Destination,
  Tags: tags,
};

/**
 * Creates a delivery stream, CREATING at first. Checked in AWS's order: the model's constraints, what the caller may do
 * (iam:PassRole on each role among it), what the members mean together, whether the roles can be assumed, whether the
 * buckets answer, whether the source can be read. Whether the buckets may be written to is not asked.
 * Sources: API Reference, CreateDeliveryStream; the order as floci saw it on AWS in 2026.
 */
export const createDeliveryStream = action<FirehoseStore, CreateDeliveryStreamInput, CreateDeliveryStreamOutput>({
  schema: CreateDeliveryStream$,
  emulates: [
    "DeliveryStreamName",
    "DeliveryStreamType",
    "KinesisStreamSourceConfiguration",
    "DeliveryStreamEncryptionConfigurationInput",
    "S3DestinationConfiguration",
    "ExtendedS3DestinationConfiguration",
    "Tags",
  ],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    const context = tagContext(call.input.Tags);
    const needed: Permission[] = [streamPermission(store, "CreateDeliveryStream", call, context)];
    if (call.input.Tags !== undefined) needed.push(streamPermission(store, "TagDeliveryStream", call, context));
    return [...needed, ...passRole(call, rolesOf(call.input))];
  },
  run: async (store, request) => {
    const stream = checkedStream(store, request);
    const { environment } = store;
    await checkProcessing(stream.destination);
    await checkRoles(environment, stream, rolesOf(request.input));
    await checkBuckets(environment, stream, stream.destination);
    if (stream.source.kind === "data-stream") await checkSource(environment, stream, stream.source);
    const encryption = await encryptionOf(store, request);
    // Another call may have taken the name meanwhile.
    refuseExisting(store, request);
    await store.create({ ...stream, encryption });
    return { DeliveryStreamARN: stream.arn };
  },
});

function checkedStream(store: FirehoseStore, request: Authorized<CreateDeliveryStreamInput>): DeliveryStream {
  const { input } = request;
  if (rolesOf(input).some((arn) => arn !== undefined && isForeign(arn, request))) throw crossAccountPassRole();
  const given = destinationOf(input);
  checkGiven(given);
  const destination = describedDestination(given);
  checkDestination(destination, request.region);
  const source = sourceOf(input, request);
  checkEncryption(input, source);
  refuseExisting(store, request);
  return {
    name: input.DeliveryStreamName ?? "",
    arn: arnOf(request),
    accountId: request.accountId,
    region: request.region,
    status: "CREATING",
    version: 1,
    createdAtMs: request.now,
    source,
    destination,
    encryption: { kind: "disabled" },
    tags: new Map((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}

function destinationOf(input: CreateDeliveryStreamInput): ExtendedS3DestinationConfiguration {
  const given = [input.S3DestinationConfiguration, input.ExtendedS3DestinationConfiguration].filter(
    (each) => each !== undefined,
  );
  const [destination] = given;
  if (destination === undefined || given.length > 1) {
    throw invalidArgument("Exactly one destination configuration is supported for a Firehose");
  }
  return destination;
}

/** That type and source fit is documented; the words of the refusal are not. */
function sourceOf(input: CreateDeliveryStreamInput, call: Authorized<CreateDeliveryStreamInput>): Source {
  const { KinesisStreamSourceConfiguration: given, DeliveryStreamType: type = "DirectPut" } = input;
  switch (type) {
    case "DirectPut":
      if (given === undefined) return { kind: "direct-put" };
      throw invalidArgument("KinesisStreamSourceConfiguration is not allowed for the delivery stream type DirectPut.");
    case "KinesisStreamAsSource": {
      if (given === undefined) {
        throw invalidArgument(
          "KinesisStreamSourceConfiguration is required for the delivery stream type KinesisStreamAsSource.",
        );
      }
      const { KinesisStreamARN: dataStreamArn = "", RoleARN: roleArn = "" } = given;
      checkSourceArn(dataStreamArn, { accountId: call.accountId, region: call.region });
      return { kind: "data-stream", dataStreamArn, roleArn, deliveryStartMs: call.now };
    }
    default:
      throw notImplemented(`The delivery stream type \`${type}\``);
  }
}

/** Source: Firehose User Guide, "Data protection": with a data stream as source, that is what is encrypted. The words are ours. */
function checkEncryption(input: CreateDeliveryStreamInput, source: Source): void {
  const { DeliveryStreamEncryptionConfigurationInput: given } = input;
  if (given === undefined) return;
  if (source.kind !== "direct-put") {
    throw invalidArgument(
      "DeliveryStreamEncryptionConfigurationInput is only allowed for the delivery stream type DirectPut.",
    );
  }
  checkEncryptionInput(given);
}

async function encryptionOf(
  { environment }: FirehoseStore,
  request: Authorized<CreateDeliveryStreamInput>,
): Promise<Encryption> {
  const { input, now } = request;
  const { DeliveryStreamEncryptionConfigurationInput: given } = input;
  if (given === undefined) return { kind: "disabled" };
  return { kind: "enabled", key: await openKey(environment, request, given), sinceMs: now + enablingMs };
}

function rolesOf(input: CreateDeliveryStreamInput): readonly (string | undefined)[] {
  return [
    input.KinesisStreamSourceConfiguration?.RoleARN,
    input.S3DestinationConfiguration?.RoleARN,
    input.ExtendedS3DestinationConfiguration?.RoleARN,
    input.ExtendedS3DestinationConfiguration?.S3BackupConfiguration?.RoleARN,
  ];
}

function refuseExisting(store: FirehoseStore, request: Call<CreateDeliveryStreamInput>): void {
  if (store.find(arnOf(request)) === undefined) return;
  throw deliveryStreamExists(request.input.DeliveryStreamName ?? "", request.caller.accountId ?? "");
}
