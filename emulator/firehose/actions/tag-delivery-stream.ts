import {
  TagDeliveryStream$,
  type TagDeliveryStreamInput,
  type TagDeliveryStreamOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName, tags } from "../constraints.ts";
import { limitExceeded } from "../errors.ts";
import { findStream } from "../lookup.ts";
import { streamPermission, tagContext } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";

const maxTags = 50;

/** Adds tags or gives them new values. Source: API Reference, TagDeliveryStream; the words of the limit are ours. */
export const tagDeliveryStream = action<FirehoseStore, TagDeliveryStreamInput, TagDeliveryStreamOutput>({
  schema: TagDeliveryStream$,
  emulates: ["DeliveryStreamName", "Tags"],
  permissions: (store, call) => {
    checkConstraints({ DeliveryStreamName: deliveryStreamName, Tags: { ...tags, required: true } }, call.input);
    return [streamPermission(store, "TagDeliveryStream", call, tagContext(call.input.Tags))];
  },
  run: (store, request) => {
    const stream = findStream(store, request);
    const merged = new Map(stream.tags);
    for (const { Key = "", Value = "" } of request.input.Tags ?? []) merged.set(Key, Value);
    if (merged.size > maxTags) throw limitExceeded(`A delivery stream can have ${maxTags} tags.`);
    store.save({ ...stream, tags: merged });
    return {};
  },
});
