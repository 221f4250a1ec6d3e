import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import {
  allowInBucket,
  bucketOfB,
  createActive,
  type DeliveryWorld,
  deliveryActions,
  deliveryWorld,
  keysIn,
  put,
  putRolePolicy,
  type Statement,
  secondsMs,
} from "./support.ts";

const logGroupName = "/aws/kinesisfirehose/orders";
const logStreamName = "DestinationDelivery";
const CloudWatchLoggingOptions = { Enabled: true, LogGroupName: logGroupName, LogStreamName: logStreamName };

const toS3: Statement = { Action: "s3:*", Resource: "*" };

function toLog(aws: DeliveryWorld): Statement {
  const group = `arn:aws:logs:us-east-1:${aws.accountA.id}:log-group:${logGroupName}`;
  return { Action: "logs:PutLogEvents", Resource: `${group}:log-stream:${logStreamName}` };
}

/** A log of A as the console makes it, and a reader of what is written to it. */
async function makeLog(aws: DeliveryWorld) {
  const logs = new CloudWatchLogsClient({
    endpoint: aws.emulator.url,
    region: aws.emulator.region,
    credentials: aws.accountA,
  });
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  return async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ timestamp, message = "" }) => ({ timestamp, ...JSON.parse(message) }));
  };
}

test("writes a denied delivery to CloudWatch Logs as the role, in AWS's words, and no more once it is repaired", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", toS3, toLog(aws));
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  const events = await makeLog(aws);
  const arn = await createActive(aws, { CloudWatchLoggingOptions });
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  const event = {
    timestamp: aws.emulator.clock.now(),
    deliveryStreamARN: arn,
    destination: "arn:aws:s3:::landing",
    deliveryStreamVersionId: "1",
    message:
      "Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis Data Firehose to assume the role, and the access policy allows access to the S3 bucket.",
    errorCode: "S3.AccessDenied",
  };
  expect(await events()).toEqual([event]);
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await keysIn(aws.b)).toHaveLength(1);
  expect(await events()).toEqual([event]);
});

test.each<[string, (aws: DeliveryWorld) => readonly Statement[]]>([
  ["the role may not write to it", () => [toS3]],
  [
    "the role may write to the group alone",
    (aws) => [toS3, { ...toLog(aws), Resource: `${String(toLog(aws).Resource).split(":log-stream")[0]}` }],
  ],
])("loses the log and goes on where %s", async (_what, statements) => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", ...statements(aws));
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  const events = await makeLog(aws);
  await createActive(aws, { CloudWatchLoggingOptions });
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await events()).toEqual([]);
  expect(aws.emulator.decisions.denied().at(-1)?.request.action).toBe("logs:PutLogEvents");
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await keysIn(aws.b)).toHaveLength(1);
});

test("goes on where the log group is not there", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", toS3, toLog(aws));
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  await createActive(aws, { CloudWatchLoggingOptions });
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await keysIn(aws.b)).toHaveLength(1);
});

test("writes nothing while logging is off", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", toS3, toLog(aws));
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  const events = await makeLog(aws);
  await createActive(aws, { CloudWatchLoggingOptions: { ...CloudWatchLoggingOptions, Enabled: false } });
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await events()).toEqual([]);
});

test("writes what keeps it from its source", async () => {
  await using aws = await deliveryWorld();
  const toDescribe: Statement = { Action: "kinesis:DescribeStream", Resource: "*" };
  await putRolePolicy(aws.a, "delivery", toS3, toLog(aws), toDescribe);
  const events = await makeLog(aws);
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  await aws.emulator.clock.advance(10 * secondsMs);
  await aws.a.firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "orders",
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/clicks`,
        RoleARN: aws.roleArn,
      },
      ExtendedS3DestinationConfiguration: {
        RoleARN: aws.roleArn,
        BucketARN: "arn:aws:s3:::landing",
        CloudWatchLoggingOptions,
      },
    }),
  );
  expect(await events()).toMatchObject([
    {
      destination: "arn:aws:s3:::landing",
      deliveryStreamVersionId: 1,
      errorCode: "Kinesis.AccessDenied",
      message:
        "Access was denied when calling Kinesis. Ensure the access policy on the IAM role used allows access to the appropriate Kinesis APIs.",
    },
  ]);
});
