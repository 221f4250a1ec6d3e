import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  PutRecordCommand,
} from "@aws-sdk/client-firehose";
import { CreateStreamCommand, DeleteStreamCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { awsPace, type Span } from "../../../emulator/model/pace.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeRole, trusting } from "../../support/identities.ts";

const likeAws = {};

/** Asserts that the status stays until the span begins and has changed when it ends. */
async function passes(
  { emulator: { clock } }: TwoAccounts,
  { fromMs, toMs }: Span,
  status: () => Promise<string | undefined>,
  [before, after]: readonly [string, string],
): Promise<void> {
  await clock.advance(fromMs - 1);
  expect(await status()).toBe(before);
  await clock.advance(toMs - fromMs + 1);
  expect(await status()).toBe(after);
}

test("a data stream is CREATING and DELETING for as long as on AWS", async () => {
  await using aws = await twoAccounts({ likeAws });
  const { kinesis } = aws.a;
  const status = () =>
    kinesis.send(new DescribeStreamSummaryCommand({ StreamName: "orders" })).then(
      ({ StreamDescriptionSummary }) => StreamDescriptionSummary?.StreamStatus,
      (error) => error.name,
    );
  await kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  await passes(aws, awsPace.dataStreamChange, status, ["CREATING", "ACTIVE"]);
  await kinesis.send(new DeleteStreamCommand({ StreamName: "orders" }));
  await passes(aws, awsPace.dataStreamChange, status, ["DELETING", "ResourceNotFoundException"]);
});

/** Account A's delivery stream into a bucket of its own, CREATING. */
async function deliveryStream(aws: TwoAccounts, IntervalInSeconds: number) {
  const { firehose, s3 } = aws.a;
  await s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  const trust = trusting({ Service: "firehose.amazonaws.com" });
  const role = await makeRole(aws.a, "delivery", trust, { Action: "s3:*", Resource: "*" });
  await aws.emulator.clock.advance(awsPace.iamPropagation.toMs);
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "orders",
      ExtendedS3DestinationConfiguration: {
        RoleARN: role,
        BucketARN: "arn:aws:s3:::landing",
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds },
      },
    }),
  );
  return {
    status: () =>
      firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: "orders" })).then(
        ({ DeliveryStreamDescription }) => DeliveryStreamDescription?.DeliveryStreamStatus,
        (error) => error.name,
      ),
    put: () =>
      firehose.send(new PutRecordCommand({ DeliveryStreamName: "orders", Record: { Data: Buffer.from("a pen") } })),
    delivered: async () => (await s3.send(new ListObjectsV2Command({ Bucket: "landing" }))).KeyCount,
  };
}

test("a delivery stream is CREATING and DELETING for as long as on AWS", async () => {
  await using aws = await twoAccounts({ likeAws });
  const { status } = await deliveryStream(aws, 60);
  await passes(aws, awsPace.deliveryStreamCreation, status, ["CREATING", "ACTIVE"]);
  await aws.a.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: "orders" }));
  await passes(aws, awsPace.deliveryStreamDeletion, status, ["DELETING", "ResourceNotFoundException"]);
});

test.each([
  [1, 60_000],
  [90, 90_000],
])("an interval of %i s delivers after %i ms and not before", async (intervalSeconds, ms) => {
  await using aws = await twoAccounts({ likeAws });
  const { put, delivered } = await deliveryStream(aws, intervalSeconds);
  await aws.emulator.clock.advance(awsPace.deliveryStreamCreation.toMs);
  await put();
  await aws.emulator.clock.advance(ms - 1);
  expect(await delivered()).toBe(0);
  await aws.emulator.clock.advance(1);
  expect(await delivered()).toBe(1);
});

test("zero buffering delivers at once all the same", async () => {
  await using aws = await twoAccounts({ likeAws });
  const { put, delivered } = await deliveryStream(aws, 0);
  await aws.emulator.clock.advance(awsPace.deliveryStreamCreation.toMs);
  await put();
  await aws.emulator.clock.advance(0);
  expect(await delivered()).toBe(1);
});

test("a role is seen by Firehose between two and ten seconds after it was made", async () => {
  await using aws = await twoAccounts({ likeAws });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  const trust = trusting({ Service: "firehose.amazonaws.com" });
  const role = await makeRole(aws.a, "delivery", trust, { Action: "s3:*", Resource: "*" });
  const create = () =>
    aws.a.firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: "orders",
        ExtendedS3DestinationConfiguration: { RoleARN: role, BucketARN: "arn:aws:s3:::landing" },
      }),
    );
  await aws.emulator.clock.advance(awsPace.iamPropagation.fromMs - 1);
  expect((await errorOf(create())).code).toBe("InvalidArgumentException");
  await aws.emulator.clock.advance(awsPace.iamPropagation.toMs);
  expect((await create()).DeliveryStreamARN).toContain(":deliverystream/orders");
});
