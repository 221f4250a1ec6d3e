import {
  ListTagsForDeliveryStreamCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
} from "@aws-sdk/client-firehose";
import { expect, test } from "vitest";
import { errorOf } from "../../../support/clients.ts";
import { createActive, deliveryWorld } from "../support.ts";

const DeliveryStreamName = "orders";

test("adds tags, gives them new values and takes them away again", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const tagged = async () => {
    const { Tags, HasMoreTags } = await aws.a.firehose.send(
      new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }),
    );
    return { Tags, HasMoreTags };
  };
  const tag = (Key: string, Value?: string) =>
    aws.a.firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key, Value }] }));
  await tag("team", "orders");
  await tag("stage");
  await tag("team", "billing");
  expect(await tagged()).toEqual({
    Tags: [
      { Key: "stage", Value: "" },
      { Key: "team", Value: "billing" },
    ],
    HasMoreTags: false,
  });
  await aws.a.firehose.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ["team", "absent"] }));
  expect(await tagged()).toEqual({ Tags: [{ Key: "stage", Value: "" }], HasMoreTags: false });
});

test("refuses keys that are AWS's, and more than 50 tags", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const tag = (...keys: readonly string[]) =>
    aws.a.firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: keys.map((Key) => ({ Key })) }));
  expect(await errorOf(tag("aws:team"))).toMatchObject({ code: "ValidationException" });
  await tag(...Array.from({ length: 50 }, (_, at) => `key-${at}`));
  expect(await errorOf(tag("one-more"))).toMatchObject({ code: "LimitExceededException" });
});
