import { GetRecordsCommand } from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { activeStream, fromTheStart } from "../emulator/kinesis/streams.ts";
import { awsCli, needsClient, python } from "../support/child-clients.ts";
import { twoAccounts } from "../support/clients.ts";
import { makeUser } from "../support/identities.ts";

const timeout = 90_000;

test("the AWS CLI puts a record that is read back as its version takes the text", { timeout }, async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const data = ["--data", "cGVu", "--partition-key", "1"];
  const put = await awsCli(aws.emulator, aws.accountA, ["kinesis", "put-record", "--stream-name", StreamName, ...data]);
  expect(put.stderr).toBe("");
  const { ShardId, SequenceNumber } = JSON.parse(put.stdout);
  const ShardIterator = await fromTheStart(aws.a, StreamName, ShardId);
  const { Records } = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(Records).toMatchObject([{ PartitionKey: "1", SequenceNumber }]);
  // The first version takes the text as it is, the second as base64.
  expect(["cGVu", "pen"]).toContain(Buffer.from(Records?.[0]?.Data ?? []).toString());
});

test("boto3 waits for a stream, splits it and is denied what its policy leaves out", { timeout }, async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", {
    Action: ["kinesis:CreateStream", "kinesis:Describe*", "kinesis:Put*", "kinesis:SplitShard", "kinesis:ListShards"],
    Resource: "*",
  });
  const program = `
import boto3
kinesis = boto3.client("kinesis")
try:
    kinesis.put_record(StreamName="orders", Data=b"x", PartitionKey="k")
except kinesis.exceptions.ResourceNotFoundException as error:
    print(error.response["Error"]["Message"])
kinesis.create_stream(StreamName="orders", ShardCount=1)
print(kinesis.describe_stream_summary(StreamName="orders")["StreamDescriptionSummary"]["StreamStatus"])
`;
  const first = await python(aws.emulator, keys, program);
  expect({ lines: first.stdout.trim().split("\n"), stderr: first.stderr }).toEqual({
    lines: [`Stream orders under account ${aws.accountA.id} not found.`, "CREATING"],
    stderr: "",
  });
  await aws.emulator.clock.advance(2000);
  const second = await python(
    aws.emulator,
    keys,
    `
import boto3
kinesis = boto3.client("kinesis")
kinesis.get_waiter("stream_exists").wait(StreamName="orders")
records = [{"Data": bytes([n]), "PartitionKey": str(n)} for n in range(100)]
print(kinesis.put_records(StreamName="orders", Records=records)["FailedRecordCount"])
kinesis.split_shard(StreamName="orders", ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**127))
print(kinesis.describe_stream(StreamName="orders")["StreamDescription"]["StreamStatus"])
try:
    kinesis.delete_stream(StreamName="orders")
    print("deleted")
except kinesis.exceptions.ClientError as error:
    print(error.response["Error"]["Code"])
`,
  );
  expect({ lines: second.stdout.trim().split("\n"), stderr: second.stderr }).toEqual({
    lines: ["0", "UPDATING", "AccessDeniedException"],
    stderr: "",
  });
});
