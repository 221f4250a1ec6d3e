import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  PutResourcePolicyCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { type Clients, errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser, policyOf } from "../../support/identities.ts";
import { activeStream, fromTheStart } from "./streams.ts";

const StreamName = "orders";

async function encryptedStream(aws: TwoAccounts, keyId?: string): Promise<string> {
  await activeStream(aws);
  const KeyId = keyId ?? (await aws.a.kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
  await aws.a.kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId }));
  await aws.emulator.clock.advance(1500);
  return KeyId;
}

const put = ({ kinesis }: Clients) =>
  kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("This is a pen"), PartitionKey: "k" }));

test("seals what comes in from then on, and shows with what", async () => {
  await using aws = await twoAccounts();
  const KeyId = await encryptedStream(aws);
  const { StreamDescriptionSummary } = await aws.a.kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  expect(StreamDescriptionSummary).toMatchObject({ StreamStatus: "ACTIVE", EncryptionType: "KMS", KeyId });
  expect((await put(aws.a)).EncryptionType).toBe("KMS");
  const Records = [{ Data: Buffer.from("x"), PartitionKey: "k" }];
  expect((await aws.a.kinesis.send(new PutRecordsCommand({ StreamName, Records }))).EncryptionType).toBe("KMS");
  await aws.a.kinesis.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId }));
  await aws.emulator.clock.advance(1500);
  expect((await put(aws.a)).EncryptionType).toBe("NONE");
  const read = await aws.a.kinesis.send(
    new GetRecordsCommand({ ShardIterator: await fromTheStart(aws.a, StreamName) }),
  );
  expect(read.Records?.map(({ EncryptionType }) => EncryptionType)).toEqual(["KMS", "KMS", undefined]);
});

test("a producer needs kms:GenerateDataKey and a consumer kms:Decrypt on the key", async () => {
  await using aws = await twoAccounts();
  const key = await encryptedStream(aws);
  const kinesis = { Action: "kinesis:*", Resource: "*" };
  const clientsWith = async (name: string, ...actions: readonly string[]) => {
    const statements = actions.map((Action) => ({ Action, Resource: key }));
    return aws.clientsOf((await makeUser(aws.a, name, kinesis, ...statements)).keys);
  };
  const bare = await clientsWith("bare");
  const producer = await clientsWith("producer", "kms:GenerateDataKey");
  const consumer = await clientsWith("consumer", "kms:Decrypt");
  await put(producer);
  const userArn = `arn:aws:iam::${aws.accountA.id}:user/`;
  expect(await errorOf(put(bare))).toEqual({
    code: "KMSAccessDeniedException",
    message: `User: ${userArn}bare is not authorized to perform: kms:GenerateDataKey on resource: ${key} because no identity-based policy allows the kms:GenerateDataKey action`,
    status: 400,
  });
  expect((await errorOf(put(consumer))).code).toBe("KMSAccessDeniedException");
  const ShardIterator = await fromTheStart(aws.a, StreamName);
  const read = ({ kinesis: client }: Clients) => client.send(new GetRecordsCommand({ ShardIterator }));
  expect((await read(consumer)).Records).toHaveLength(1);
  expect((await errorOf(read(producer))).code).toBe("KMSAccessDeniedException");
});

test("a disabled key stops producers and consumers until it is enabled again", async () => {
  await using aws = await twoAccounts();
  const KeyId = await encryptedStream(aws);
  await put(aws.a);
  const read = async () =>
    aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator: await fromTheStart(aws.a, StreamName) }));
  await aws.a.kms.send(new DisableKeyCommand({ KeyId }));
  const disabled = { code: "KMSDisabledException", message: `${KeyId} is disabled.`, status: 400 };
  expect(await errorOf(put(aws.a))).toEqual(disabled);
  expect(await errorOf(read())).toEqual(disabled);
  await aws.a.kms.send(new EnableKeyCommand({ KeyId }));
  await put(aws.a);
  await aws.emulator.clock.advance(1000);
  expect((await read()).Records).toHaveLength(2);
});

test("refuses a key that is not there", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const KeyId = "00000000-0000-0000-0000-000000000000";
  const start = aws.a.kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId }));
  expect((await errorOf(start)).code).toBe("KMSNotFoundException");
});

test("the AWS managed key needs no permission in its own account and serves no other", async () => {
  await using aws = await twoAccounts();
  await encryptedStream(aws, "alias/aws/kinesis");
  const StreamARN = `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/${StreamName}`;
  const own = await makeUser(aws.a, "own", { Action: "kinesis:PutRecord", Resource: "*" });
  const other = await makeUser(aws.b, "other", { Action: ["kinesis:PutRecord", "kms:*"], Resource: "*" });
  await aws.a.kinesis.send(
    new PutResourcePolicyCommand({
      ResourceARN: StreamARN,
      Policy: policyOf({ Principal: { AWS: other.arn }, Action: "kinesis:PutRecord", Resource: StreamARN }),
    }),
  );
  const putAs = ({ keys }: typeof own) =>
    aws.clientsOf(keys).kinesis.send(new PutRecordCommand({ StreamARN, Data: Buffer.from("x"), PartitionKey: "k" }));
  expect((await putAs(own)).EncryptionType).toBe("KMS");
  expect((await errorOf(putAs(other))).code).toBe("KMSAccessDeniedException");
});

test("asks for the key in a forward access session, when records are put and when they are read", async () => {
  await using aws = await twoAccounts();
  await encryptedStream(aws);
  const userWith = async (name: string, Condition: object) => {
    const statements = [{ Action: "kinesis:*" }, { Action: "kms:*", Condition }].map((each) => ({
      Resource: "*",
      ...each,
    }));
    return aws.clientsOf((await makeUser(aws.a, name, ...statements)).keys);
  };
  const forwarded = await userWith("forwarded", {
    Bool: { "aws:ViaAWSService": "true" },
    StringEquals: { "aws:CalledViaFirst": "kinesis.amazonaws.com" },
  });
  const direct = await userWith("direct", { Bool: { "aws:ViaAWSService": "false" } });
  await put(forwarded);
  expect((await errorOf(put(direct))).code).toBe("KMSAccessDeniedException");
  const read = async (clients: Clients) =>
    clients.kinesis.send(new GetRecordsCommand({ ShardIterator: await fromTheStart(clients, StreamName) }));
  expect((await read(forwarded)).Records).toHaveLength(1);
  expect((await errorOf(read(direct))).code).toBe("KMSAccessDeniedException");
});
