import {
  AddTagsToStreamCommand,
  DeleteResourcePolicyCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetResourcePolicyCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { type Clients, errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser, policyOf } from "../../support/identities.ts";
import { activeStream, fromTheStart } from "./streams.ts";

const arnOf = (aws: TwoAccounts, name = "orders") => `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/${name}`;

const putTo = (StreamARN: string, { kinesis }: Clients) =>
  kinesis.send(new PutRecordCommand({ StreamARN, Data: Buffer.from("x"), PartitionKey: "k" }));

test("allows a user what its policy allows on the stream, and nothing else", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  await activeStream(aws, { name: "other" });
  const ann = await makeUser(aws.a, "ann", { Action: "kinesis:PutRecord", Resource: arnOf(aws) });
  const clients = aws.clientsOf(ann.keys);
  expect((await putTo(arnOf(aws), clients)).ShardId).toBe("shardId-000000000000");
  const refused = (action: string, name: string) => ({
    code: "AccessDeniedException",
    message: `User: ${ann.arn} is not authorized to perform: kinesis:${action} on resource: ${arnOf(aws, name)} because no identity-based policy allows the kinesis:${action} action`,
    status: 400,
  });
  expect(await errorOf(putTo(arnOf(aws, "other"), clients))).toEqual(refused("PutRecord", "other"));
  expect(await errorOf(clients.kinesis.send(new DescribeStreamCommand({ StreamName: "orders" })))).toEqual(
    refused("DescribeStream", "orders"),
  );
  expect(await errorOf(putTo(arnOf(aws, "missing"), clients))).toEqual(refused("PutRecord", "missing"));
});

test("GetRecords needs the permission on the stream that the iterator belongs to", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const ShardIterator = await fromTheStart(aws.a, StreamName);
  const reader = await makeUser(aws.a, "reader", { Action: "kinesis:GetRecords", Resource: arnOf(aws) });
  const other = await makeUser(aws.a, "other", { Action: "kinesis:GetRecords", Resource: arnOf(aws, "other") });
  const read = ({ kinesis }: Clients) => kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect((await read(aws.clientsOf(reader.keys))).Records).toEqual([]);
  expect((await errorOf(read(aws.clientsOf(other.keys)))).code).toBe("AccessDeniedException");
});

test("another account puts records where both its own policy and the stream's allow it", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const allowed = await makeUser(aws.b, "allowed", { Action: "kinesis:PutRecord", Resource: arnOf(aws) });
  const unarmed = await makeUser(aws.b, "unarmed");
  const put = (keys: typeof allowed.keys) => putTo(arnOf(aws), aws.clientsOf(keys));
  const before = await errorOf(put(allowed.keys));
  expect(before.message).toBe(
    `User: ${allowed.arn} is not authorized to perform: kinesis:PutRecord on resource: ${arnOf(aws)} because no resource-based policy allows the kinesis:PutRecord action`,
  );
  await aws.a.kinesis.send(
    new PutResourcePolicyCommand({
      ResourceARN: arnOf(aws),
      Policy: policyOf({ Principal: { AWS: aws.accountB.id }, Action: "kinesis:PutRecord", Resource: arnOf(aws) }),
    }),
  );
  expect((await put(allowed.keys)).ShardId).toBe("shardId-000000000000");
  expect((await errorOf(put(unarmed.keys))).message).toBe(
    `User: ${unarmed.arn} is not authorized to perform: kinesis:PutRecord on resource: ${arnOf(aws)} because no identity-based policy allows the kinesis:PutRecord action`,
  );
  await aws.a.kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN: arnOf(aws) }));
  expect(await errorOf(put(allowed.keys))).toEqual(before);
});

test("leaves a stream's policy to the stream's own account, whatever the policy says", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const ResourceARN = arnOf(aws);
  const Policy = policyOf({ Principal: { AWS: aws.accountB.id }, Action: "kinesis:*", Resource: ResourceARN });
  const put = ({ kinesis }: Clients) => kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
  const remove = ({ kinesis }: Clients) => kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN }));
  await put(aws.a);
  const bob = aws.clientsOf((await makeUser(aws.b, "bob", { Action: "kinesis:*", Resource: "*" })).keys);
  expect(await putTo(ResourceARN, bob)).toHaveProperty("SequenceNumber");
  for (const attempt of [put(bob), remove(bob)]) expect((await errorOf(attempt)).code).toBe("AccessDeniedException");
  await remove(aws.a);
  expect((await errorOf(putTo(ResourceARN, bob))).code).toBe("AccessDeniedException");
});

test("shows a stream's policy, and an empty one where there is none", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const get = async () =>
    JSON.parse((await aws.a.kinesis.send(new GetResourcePolicyCommand({ ResourceARN: arnOf(aws) }))).Policy ?? "");
  expect(await get()).toEqual({});
  const Policy = policyOf({
    Principal: { AWS: `arn:aws:iam::${aws.accountB.id}:root` },
    Action: "kinesis:PutRecord",
    Resource: arnOf(aws),
  });
  await aws.a.kinesis.send(new PutResourcePolicyCommand({ ResourceARN: arnOf(aws), Policy }));
  expect(await get()).toEqual(JSON.parse(Policy));
});

test.each<[string, string]>([
  ["no JSON", "{"],
  ["a statement without principal", policyOf({ Action: "kinesis:PutRecord", Resource: "*" })],
  ["another service's action", policyOf({ Principal: "*", Action: "s3:PutObject", Resource: "*" })],
  [
    "a principal that is not there",
    policyOf({ Principal: { AWS: "arn:aws:iam::999999999999:role/x" }, Action: "kinesis:PutRecord", Resource: "*" }),
  ],
])("refuses a policy with %s", async (_what, Policy) => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const put = aws.a.kinesis.send(new PutResourcePolicyCommand({ ResourceARN: arnOf(aws), Policy }));
  expect(await errorOf(put)).toMatchObject({
    code: "InvalidArgumentException",
    message: expect.stringMatching(/^The resource policy is not valid: /),
  });
});

test("decides by the tags of the stream", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  await activeStream(aws, { name: "other" });
  await aws.a.kinesis.send(new AddTagsToStreamCommand({ StreamName: "orders", Tags: { team: "blue" } }));
  const ann = await makeUser(aws.a, "ann", {
    Action: "kinesis:PutRecord",
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceTag/team": "blue" } },
  });
  const clients = aws.clientsOf(ann.keys);
  await putTo(arnOf(aws), clients);
  expect((await errorOf(putTo(arnOf(aws, "other"), clients))).code).toBe("AccessDeniedException");
});
