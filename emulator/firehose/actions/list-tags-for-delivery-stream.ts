import {
  ListTagsForDeliveryStream$,
  type ListTagsForDeliveryStreamInput,
  type ListTagsForDeliveryStreamOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName, tagKey } from "../constraints.ts";
import { findStream } from "../lookup.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";

const constraints = {
  DeliveryStreamName: deliveryStreamName,
  ExclusiveStartTagKey: { ...tagKey, required: false },
  Limit: { min: 1, max: 50 },
} as const;

const defaultLimit = 50;

/** A delivery stream's tags by key. Source: API Reference, ListTagsForDeliveryStream. */
export const listTagsForDeliveryStream = action<
  FirehoseStore,
  ListTagsForDeliveryStreamInput,
  ListTagsForDeliveryStreamOutput
>({
  schema: ListTagsForDeliveryStream$,
  emulates: ["DeliveryStreamName", "ExclusiveStartTagKey", "Limit"],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    return [streamPermission(store, "ListTagsForDeliveryStream", call)];
  },
  run: (store, request) => {
    const { ExclusiveStartTagKey: after = "", Limit: limit = defaultLimit } = request.input;
    const tags = [...findStream(store, request).tags]
      .map(([Key, Value]) => ({ Key, Value }))
      .filter(({ Key }) => Key > after)
      .sort((a, b) => (a.Key < b.Key ? -1 : 1));
    return { Tags: tags.slice(0, limit), HasMoreTags: tags.length > limit };
  },
});
