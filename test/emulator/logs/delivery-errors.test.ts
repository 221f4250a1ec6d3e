import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { bucketOfB, createActive, type DeliveryWorld, deliveryWorld, put, putRolePolicy } from "../firehose/support.ts";

const logGroupName = "/aws/kinesisfirehose/orders";
const logStreamName = "DestinationDelivery";

/** A delivery that B's bucket refuses, of which the delivery stream writes to a log group. */
async function refusedDelivery(aws: DeliveryWorld): Promise<void> {
  await aws.a.logs.send(new CreateLogGroupCommand({ logGroupName }));
  await aws.a.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  await createActive(aws, {
    CloudWatchLoggingOptions: { Enabled: true, LogGroupName: logGroupName, LogStreamName: logStreamName },
  });
  await put(aws, "This is a pen");
  await aws.emulator.clock.advance(300_000);
}

const find = async ({ a }: DeliveryWorld, filterPattern: string) =>
  (await a.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }))).events ?? [];

test("a refused delivery is found in the log by its error code", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(
    aws.a,
    "delivery",
    { Action: "s3:*", Resource: "*" },
    { Action: "logs:PutLogEvents", Resource: `arn:aws:logs:*:*:log-group:${logGroupName}:*` },
  );
  await refusedDelivery(aws);
  const [event] = await find(aws, '{ $.errorCode = "S3.AccessDenied" }');
  expect(event).toMatchObject({ logStreamName, timestamp: aws.emulator.clock.now() });
  expect(JSON.parse(event?.message ?? "")).toMatchObject({
    destination: "arn:aws:s3:::landing",
    errorCode: "S3.AccessDenied",
  });
  expect(await find(aws, '{ $.errorCode = "S3.NoSuchBucket" }')).toEqual([]);
});

test("nothing is found where the role may not write the log, and delivery goes on being tried", async () => {
  await using aws = await deliveryWorld();
  await refusedDelivery(aws);
  expect(await find(aws, "")).toEqual([]);
  const [failed] = aws.emulator.deliveries.failures(
    `arn:aws:firehose:us-east-1:${aws.accountA.id}:deliverystream/orders`,
  );
  expect(failed?.error?.code).toBe("S3.AccessDenied");
});

test("a log group that is gone stops no delivery", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", { Action: ["s3:*", "logs:PutLogEvents"], Resource: "*" });
  await refusedDelivery(aws);
  await aws.a.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  const attempts = () =>
    aws.emulator.deliveries.failures(`arn:aws:firehose:us-east-1:${aws.accountA.id}:deliverystream/orders`).length;
  const before = attempts();
  await aws.emulator.clock.advance(300_000);
  expect(attempts()).toBeGreaterThan(before);
});
