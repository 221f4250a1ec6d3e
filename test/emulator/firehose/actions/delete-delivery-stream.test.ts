import { DeleteDeliveryStreamCommand, ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import { expect, test } from "vitest";
import { errorOf } from "../../../support/clients.ts";
import { create, createActive, creationMs, deliveryWorld, describe } from "../support.ts";

const deletion = new DeleteDeliveryStreamCommand({ DeliveryStreamName: "orders" });

test("shows a stream DELETING for a while, then no more", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await aws.a.firehose.send(deletion);
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("DELETING");
  await aws.a.firehose.send(deletion);
  await aws.emulator.clock.advance(creationMs);
  expect(await errorOf(describe(aws.a))).toEqual({
    code: "ResourceNotFoundException",
    message: `Firehose orders under account ${aws.accountA.id} not found.`,
    status: 400,
  });
  await createActive(aws);
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("ACTIVE");
});

test("refuses to delete a stream that is being created", async () => {
  await using aws = await deliveryWorld();
  await create(aws);
  expect(await errorOf(aws.a.firehose.send(deletion))).toEqual({
    code: "ResourceInUseException",
    message: "Firehose orders cannot be deleted while it is CREATING.",
    status: 400,
  });
});

test("does not find a stream of another account", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  expect(await errorOf(aws.b.firehose.send(deletion))).toMatchObject({ code: "ResourceNotFoundException" });
  const { DeliveryStreamNames } = await aws.a.firehose.send(new ListDeliveryStreamsCommand({}));
  expect(DeliveryStreamNames).toEqual(["orders"]);
});
