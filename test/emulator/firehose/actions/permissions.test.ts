import {
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
  StartDeliveryStreamEncryptionCommand,
  StopDeliveryStreamEncryptionCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
  UpdateDestinationCommand,
} from "@aws-sdk/client-firehose";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { type Clients, errorOf } from "../../../support/clients.ts";
import { createActive, type DeliveryWorld, deliveryWorld, policy, type Statement } from "../support.ts";

const DeliveryStreamName = "orders";
const record = { Data: Buffer.from("a") };

/** Each operation on a delivery stream, in a form that works where it is allowed. */
const calls: Readonly<Record<string, (clients: Clients) => Promise<unknown>>> = {
  DescribeDeliveryStream: ({ firehose }) => firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName })),
  UpdateDestination: ({ firehose }) =>
    firehose.send(
      new UpdateDestinationCommand({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId: "1",
        DestinationId: "destinationId-000000000001",
        S3DestinationUpdate: { Prefix: "in/" },
      }),
    ),
  PutRecord: ({ firehose }) => firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: record })),
  PutRecordBatch: ({ firehose }) => firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records: [record] })),
  TagDeliveryStream: ({ firehose }) =>
    firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: "team" }] })),
  UntagDeliveryStream: ({ firehose }) =>
    firehose.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ["team"] })),
  ListTagsForDeliveryStream: ({ firehose }) =>
    firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName })),
  StartDeliveryStreamEncryption: ({ firehose }) =>
    firehose.send(new StartDeliveryStreamEncryptionCommand({ DeliveryStreamName })),
  StopDeliveryStreamEncryption: ({ firehose }) =>
    firehose.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName })),
  DeleteDeliveryStream: ({ firehose }) => firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName })),
};

async function makeOperator(aws: DeliveryWorld) {
  await aws.a.iam.send(new CreateUserCommand({ UserName: "operator" }));
  const { AccessKey } = await aws.a.iam.send(new CreateAccessKeyCommand({ UserName: "operator" }));
  const clients = aws.clientsOf({
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const allow = (...statements: readonly Statement[]) =>
    aws.a.iam.send(
      new PutUserPolicyCommand({ UserName: "operator", PolicyName: "operate", PolicyDocument: policy(...statements) }),
    );
  return { clients, allow };
}

test.each(Object.entries(calls))(
  "%s needs the permission of its name on the stream, and no other",
  async (name, call) => {
    await using aws = await deliveryWorld();
    const arn = await createActive(aws);
    const { clients, allow } = await makeOperator(aws);
    const others = Object.keys(calls).filter((other) => other !== name);
    await allow(
      { Action: others.map((other) => `firehose:${other}`), Resource: arn },
      { Action: `firehose:${name}`, Resource: `${arn}-other` },
    );
    expect(await errorOf(call(clients))).toEqual({
      code: "AccessDeniedException",
      message: `User: arn:aws:iam::${aws.accountA.id}:user/operator is not authorized to perform: firehose:${name} on resource: ${arn} because no identity-based policy allows the firehose:${name} action`,
      status: 400,
    });
    await allow({ Action: `firehose:${name}`, Resource: arn });
    await expect(call(clients)).resolves.toBeDefined();
  },
);

test("ListDeliveryStreams needs its permission on everything", async () => {
  await using aws = await deliveryWorld();
  const { clients, allow } = await makeOperator(aws);
  const list = () => clients.firehose.send(new ListDeliveryStreamsCommand({}));
  await allow({ Action: "firehose:ListDeliveryStreams", Resource: "arn:aws:firehose:*:*:deliverystream/*" });
  expect(await errorOf(list())).toMatchObject({ code: "AccessDeniedException" });
  await allow({ Action: "firehose:ListDeliveryStreams", Resource: "*" });
  expect((await list()).DeliveryStreamNames).toEqual([]);
});

test("decides by the stream's tags, and by those of the request", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws, {}, { Tags: [{ Key: "team", Value: "orders" }] });
  const { clients, allow } = await makeOperator(aws);
  const tag = (Value: string) =>
    clients.firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: "stage", Value }] }));
  const onTagged = (team: string): Statement => ({
    Action: "firehose:TagDeliveryStream",
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceTag/team": team, "aws:RequestTag/stage": "test" } },
  });
  await allow(onTagged("billing"));
  expect(await errorOf(tag("test"))).toMatchObject({ code: "AccessDeniedException" });
  await allow(onTagged("orders"));
  expect(await errorOf(tag("live"))).toMatchObject({ code: "AccessDeniedException" });
  await tag("test");
});

test("has no resource policy: a caller of another account has streams of its own", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const describe = aws.b.firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }));
  expect(await errorOf(describe)).toMatchObject({
    code: "ResourceNotFoundException",
    message: `Firehose orders under account ${aws.accountB.id} not found.`,
  });
});
