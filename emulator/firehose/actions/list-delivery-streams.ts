import {
  ListDeliveryStreams$,
  type ListDeliveryStreamsInput,
  type ListDeliveryStreamsOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { oneOf } from "../constraints.ts";
import type { FirehoseStore } from "../store.ts";

const constraints = {
  Limit: { min: 1, max: 10_000 },
  DeliveryStreamType: oneOf(["DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"]),
  ExclusiveStartDeliveryStreamName: { minLength: 1, maxLength: 64, pattern: "[a-zA-Z0-9_.-]+" },
} as const;

const defaultLimit = 10;

/** The names of the caller's delivery streams, alphabetically. Source: API Reference, ListDeliveryStreams. */
export const listDeliveryStreams = action<FirehoseStore, ListDeliveryStreamsInput, ListDeliveryStreamsOutput>({
  schema: ListDeliveryStreams$,
  emulates: ["Limit", "DeliveryStreamType", "ExclusiveStartDeliveryStreamName"],
  permissions: (_store, call) => {
    checkConstraints(constraints, call.input);
    return [{ action: "firehose:ListDeliveryStreams", resource: { arn: "*", accountId: call.caller.accountId ?? "" } }];
  },
  run: (store, { input, accountId, region }) => {
    const type = input.DeliveryStreamType;
    const names = store
      .list(accountId, region)
      .filter(({ source }) => type === undefined || (source.kind === "direct-put") === (type === "DirectPut"))
      .filter(({ source }) => type === undefined || type === "DirectPut" || source.kind === "data-stream")
      .map(({ name }) => name)
      .filter((name) => name > (input.ExclusiveStartDeliveryStreamName ?? ""));
    const limit = input.Limit ?? defaultLimit;
    return { DeliveryStreamNames: names.slice(0, limit), HasMoreDeliveryStreams: names.length > limit };
  },
});
