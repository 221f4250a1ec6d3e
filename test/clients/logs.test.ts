import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { awsCli, needsClient, python } from "../support/child-clients.ts";
import { twoAccounts } from "../support/clients.ts";
import { makeUser } from "../support/identities.ts";

const timeout = 90_000;

test("the AWS CLI finds events by a pattern", { timeout }, async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await twoAccounts();
  const stream = { logGroupName: "orders", logStreamName: "delivery" };
  await aws.a.logs.send(new CreateLogGroupCommand(stream));
  await aws.a.logs.send(new CreateLogStreamCommand(stream));
  const timestamp = aws.emulator.clock.now();
  const messages = ['{"errorCode":"S3.AccessDenied"}', '{"errorCode":"S3.NoSuchBucket"}'];
  const logEvents = messages.map((message) => ({ timestamp, message }));
  await aws.a.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  const pattern = ["--filter-pattern", '{ $.errorCode = "S3.NoSuchBucket" }'];
  const command = ["logs", "filter-log-events", "--log-group-name", "orders", ...pattern];
  const { stdout, stderr } = await awsCli(aws.emulator, aws.accountA, command);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout).events).toMatchObject([{ timestamp, message: messages[1], logStreamName: "delivery" }]);
});

test("boto3 reads a stream, and is denied a group that its policy leaves out", { timeout }, async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", { Action: "logs:*", Resource: "arn:aws:logs:*:*:log-group:orders:*" });
  const { stdout, stderr } = await python(
    aws.emulator,
    keys,
    `
import boto3
logs = boto3.client("logs")
logs.create_log_group(logGroupName="orders")
logs.create_log_stream(logGroupName="orders", logStreamName="delivery")
events = [{"timestamp": ${aws.emulator.clock.now()}, "message": "This is a pen"}]
logs.put_log_events(logGroupName="orders", logStreamName="delivery", logEvents=events)
print(logs.get_log_events(logGroupName="orders", logStreamName="delivery")["events"][0]["message"])
try:
    logs.create_log_group(logGroupName="other")
except logs.exceptions.ClientError as error:
    print(error.response["Error"]["Code"])
`,
  );
  expect({ lines: stdout.trim().split("\n"), stderr }).toEqual({
    lines: ["This is a pen", "AccessDeniedException"],
    stderr: "",
  });
});
