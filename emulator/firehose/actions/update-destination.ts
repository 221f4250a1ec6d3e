import { isDeepStrictEqual } from "node:util";
import {
  type ExtendedS3DestinationUpdate,
  UpdateDestination$,
  type UpdateDestinationInput,
  type UpdateDestinationOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { checkProcessing, checkRoles } from "../admission.ts";
import { deliveryStreamName, extendedS3Update, s3Update } from "../constraints.ts";
import { updatedDestination } from "../defaults.ts";
import { checkDestination, checkGiven, checkTransition } from "../destination-rules.ts";
import { crossAccountPassRole, inUse, invalidArgument, versionMismatch } from "../errors.ts";
import { findStream } from "../lookup.ts";
import { isForeign, passRole, streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";
import { type DeliveryStream, destinationId } from "../stream.ts";

const constraints = {
  DeliveryStreamName: deliveryStreamName,
  CurrentDeliveryStreamVersionId: { required: true, minLength: 1, maxLength: 50, pattern: "[0-9]+" },
  DestinationId: { required: true, minLength: 1, maxLength: 100, pattern: "[a-zA-Z0-9-]+" },
  S3DestinationUpdate: s3Update,
  ExtendedS3DestinationUpdate: extendedS3Update,
} as const;

/**
 * Changes the destination and raises the version; an update after which all is as it was does neither (recorded on AWS by
 * stackd, 2026). S3 and Extended S3 count as one destination: what the update does not name stays. No access to the new
 * bucket is needed or asked for: deliveries that were redirected first and allowed afterwards are published. PassRole is asked for where a role is given; for an
 * update without one nothing is documented and we choose not to.
 * Source: API Reference, UpdateDestination.
 */
export const updateDestination = action<FirehoseStore, UpdateDestinationInput, UpdateDestinationOutput>({
  schema: UpdateDestination$,
  emulates: [
    "DeliveryStreamName",
    "CurrentDeliveryStreamVersionId",
    "DestinationId",
    "S3DestinationUpdate",
    "ExtendedS3DestinationUpdate",
  ],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    return [streamPermission(store, "UpdateDestination", call), ...passRole(call, rolesOf(call.input))];
  },
  run: async (store, request) => {
    const { input } = request;
    if (rolesOf(input).some((arn) => arn !== undefined && isForeign(arn, request))) throw crossAccountPassRole();
    const update = updateOf(input);
    const check = () => checkTarget(findStream(store, request), input);
    const stream = check();
    checkGiven(update);
    const destination = updatedDestination(stream.destination, update);
    checkDestination(destination, stream.region);
    checkTransition(stream.destination, destination);
    await checkProcessing(destination);
    await checkRoles(store.environment, stream, rolesOf(input));
    // Another update may have come in between.
    const current = check();
    if (isDeepStrictEqual(destination, current.destination)) return {};
    store.save({ ...current, destination, version: current.version + 1, updatedAtMs: request.now });
    return {};
  },
});

function checkTarget(stream: DeliveryStream, input: UpdateDestinationInput): DeliveryStream {
  // The words are not documented.
  if (stream.status !== "ACTIVE") throw inUse(`Firehose ${stream.name} is not ACTIVE: its status is ${stream.status}.`);
  const { CurrentDeliveryStreamVersionId: specified = "", DestinationId: id = "" } = input;
  const current = String(stream.version);
  if (specified !== current) throw versionMismatch(stream.name, current, specified);
  // Source of the words: floci.
  if (id !== destinationId) throw invalidArgument(`Destination Id ${id} not found`);
  return stream;
}

function updateOf(input: UpdateDestinationInput): ExtendedS3DestinationUpdate {
  const given = [input.S3DestinationUpdate, input.ExtendedS3DestinationUpdate].filter((each) => each !== undefined);
  const [update] = given;
  if (update === undefined || given.length > 1) {
    throw invalidArgument("Exactly one destination update is supported for a Firehose");
  }
  return update;
}

function rolesOf(input: UpdateDestinationInput): readonly (string | undefined)[] {
  return [
    input.S3DestinationUpdate?.RoleARN,
    input.ExtendedS3DestinationUpdate?.RoleARN,
    input.ExtendedS3DestinationUpdate?.S3BackupUpdate?.RoleARN,
  ];
}
