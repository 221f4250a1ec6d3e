import { ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import { expect, test } from "vitest";
import { createActive, deliveryWorld } from "../support.ts";

test("lists names alphabetically, ten at a time unless a limit is given", async () => {
  await using aws = await deliveryWorld();
  const names = Array.from({ length: 12 }, (_, at) => `stream-${String.fromCharCode(108 - at)}`);
  for (const DeliveryStreamName of names) await createActive(aws, {}, { DeliveryStreamName });
  const sorted = [...names].sort();
  const first = await aws.a.firehose.send(new ListDeliveryStreamsCommand({}));
  expect(first).toMatchObject({ DeliveryStreamNames: sorted.slice(0, 10), HasMoreDeliveryStreams: true });
  const rest = await aws.a.firehose.send(
    new ListDeliveryStreamsCommand({ ExclusiveStartDeliveryStreamName: sorted[9], Limit: 2 }),
  );
  expect(rest).toMatchObject({ DeliveryStreamNames: sorted.slice(10), HasMoreDeliveryStreams: false });
});

test("lists only the type that is asked for, and only the caller's own", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const list = async (clients: typeof aws.a, DeliveryStreamType?: "DirectPut" | "KinesisStreamAsSource") =>
    (await clients.firehose.send(new ListDeliveryStreamsCommand({ DeliveryStreamType }))).DeliveryStreamNames;
  expect(await list(aws.a, "DirectPut")).toEqual(["orders"]);
  expect(await list(aws.a, "KinesisStreamAsSource")).toEqual([]);
  expect(await list(aws.b)).toEqual([]);
});
