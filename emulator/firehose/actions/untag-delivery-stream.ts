import {
  UntagDeliveryStream$,
  type UntagDeliveryStreamInput,
  type UntagDeliveryStreamOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName, tagKey } from "../constraints.ts";
import { findStream } from "../lookup.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";

const constraints = {
  DeliveryStreamName: deliveryStreamName,
  TagKeys: { required: true, minLength: 1, maxLength: 50, each: tagKey },
} as const;

/** Removes tags; one that is not there is no error. Source: API Reference, UntagDeliveryStream. */
export const untagDeliveryStream = action<FirehoseStore, UntagDeliveryStreamInput, UntagDeliveryStreamOutput>({
  schema: UntagDeliveryStream$,
  emulates: ["DeliveryStreamName", "TagKeys"],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    return [streamPermission(store, "UntagDeliveryStream", call, { "aws:tagkeys": call.input.TagKeys ?? [] })];
  },
  run: (store, request) => {
    const stream = findStream(store, request);
    const removed = new Set(request.input.TagKeys);
    store.save({ ...stream, tags: new Map([...stream.tags].filter(([key]) => !removed.has(key))) });
    return {};
  },
});
