import { CreateStreamCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { clientsFor } from "../../../../harness/clients.ts";
import { throttlingPlugin } from "../../../../harness/targets/aws/throttling.ts";
import { errorOf, twoAccounts } from "../../../support/clients.ts";
import { fakeContext } from "../../fake-context.ts";

/** Account A's client, on an AWS that throttles that share of the calls; `waits` has what it waited, in milliseconds. */
async function throttled(throttledShare: number, random = () => 1, times = 1) {
  const world = await twoAccounts({ likeAws: { throttledShare }, seed: 7 });
  const { emulator, accountA } = world;
  const context = fakeContext();
  const { accessKeyId, secretAccessKey } = accountA;
  const clients = clientsFor({
    ...{ region: "us-east-1", endpoint: emulator.url, credentials: { accessKeyId, secretAccessKey } },
    maxAttempts: 1,
    signsAt: () => emulator.clock.now(),
    plugins: Array.from({ length: times }, () => throttlingPlugin({ time: context.sandbox.time, random })),
  });
  return {
    kinesis: clients.kinesis,
    waits: context.waits,
    async [Symbol.asyncDispose]() {
      clients[Symbol.dispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

const create = (kinesis: KinesisClient, StreamName: string) =>
  kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));

test("a call that is throttled still when the SDK gives up is made again, until it is let through", async () => {
  await using aws = await throttled(0.7);
  for (const name of ["a", "b", "c"]) await create(aws.kinesis, name);
  expect(aws.waits.length).toBeGreaterThan(0);
  expect(aws.waits[0]).toBe(2_000);
});

test("it is given up after some minutes of widening waits, with AWS's own words", async () => {
  await using aws = await throttled(1);
  expect((await errorOf(create(aws.kinesis, "a"))).code).toBe("LimitExceededException");
  expect(aws.waits.slice(0, 6)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(aws.waits).toHaveLength(12);
});

test("given twice, it makes no more attempts than given once", async () => {
  await using aws = await throttled(1, () => 1, 2);
  expect((await errorOf(create(aws.kinesis, "a"))).code).toBe("LimitExceededException");
  expect(aws.waits).toHaveLength(12);
});

test("half of each wait is a matter of chance", async () => {
  await using aws = await throttled(1, () => 0);
  await errorOf(create(aws.kinesis, "a"));
  expect(aws.waits.slice(0, 2)).toEqual([1_000, 2_000]);
});

test("what is refused for another reason is not made again", async () => {
  await using aws = await throttled(0);
  expect((await errorOf(create(aws.kinesis, "no stream's name"))).code).toBe("ValidationException");
  expect(aws.waits).toEqual([]);
});
