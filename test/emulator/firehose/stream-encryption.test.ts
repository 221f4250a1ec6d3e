import {
  DeleteDeliveryStreamCommand,
  PutRecordCommand,
  StartDeliveryStreamEncryptionCommand,
  StopDeliveryStreamEncryptionCommand,
} from "@aws-sdk/client-firehose";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ListGrantsCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type Clients, errorOf } from "../../support/clients.ts";
import {
  Bucket,
  create,
  createActive,
  type DeliveryWorld,
  deliveryWorld,
  describe,
  policy,
  put,
  secondsMs,
  textsIn,
} from "./support.ts";

const DeliveryStreamName = "orders";

interface KeyWorld extends DeliveryWorld {
  readonly kms: KMSClient;
  readonly keyArn: string;
}

/** A's bucket and a key whose policy leaves it to A's IAM. */
async function keyWorld(): Promise<KeyWorld> {
  const aws = await deliveryWorld();
  const kms = new KMSClient({
    endpoint: aws.emulator.url,
    region: aws.emulator.region,
    credentials: aws.accountA,
    maxAttempts: 1,
  });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return { ...aws, kms, keyArn: KeyMetadata?.Arn ?? "" };
}

function start(clients: Clients, KeyARN?: string) {
  return clients.firehose.send(
    new StartDeliveryStreamEncryptionCommand({
      DeliveryStreamName,
      ...(KeyARN !== undefined && {
        DeliveryStreamEncryptionConfigurationInput: { KeyARN, KeyType: "CUSTOMER_MANAGED_CMK" },
      }),
    }),
  );
}

async function isEncrypted(aws: DeliveryWorld): Promise<boolean | undefined> {
  const command = new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from("a") } });
  return (await aws.a.firehose.send(command)).Encrypted;
}

const statusOf = async (aws: DeliveryWorld) => (await describe(aws.a)).DeliveryStreamEncryptionConfiguration;

test("encrypts with AWS's own key some seconds after it was asked to, and no more after it was stopped", async () => {
  await using aws = await keyWorld();
  await createActive(aws);
  expect(await isEncrypted(aws)).toBe(false);
  await start(aws.a);
  expect(await statusOf(aws)).toEqual({ KeyType: "AWS_OWNED_CMK", Status: "ENABLING" });
  expect(await isEncrypted(aws)).toBe(false);
  await aws.emulator.clock.advance(5 * secondsMs);
  expect(await statusOf(aws)).toEqual({ KeyType: "AWS_OWNED_CMK", Status: "ENABLED" });
  expect(await isEncrypted(aws)).toBe(true);
  await aws.a.firehose.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
  expect(await statusOf(aws)).toEqual({ Status: "DISABLED" });
  expect(await isEncrypted(aws)).toBe(false);
});

test("uses a customer key by a grant, which it gives back when it stops", async () => {
  await using aws = await keyWorld();
  await createActive(aws);
  await start(aws.a, aws.keyArn);
  await aws.emulator.clock.advance(5 * secondsMs);
  expect(await statusOf(aws)).toEqual({ KeyARN: aws.keyArn, KeyType: "CUSTOMER_MANAGED_CMK", Status: "ENABLED" });
  const grants = async () => (await aws.kms.send(new ListGrantsCommand({ KeyId: aws.keyArn }))).Grants ?? [];
  expect((await grants()).map(({ GranteePrincipal, Operations }) => ({ GranteePrincipal, Operations }))).toEqual([
    { GranteePrincipal: "firehose.amazonaws.com", Operations: ["GenerateDataKey", "Decrypt", "RetireGrant"] },
  ]);
  expect(await isEncrypted(aws)).toBe(true);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await textsIn(aws.a)).toEqual(["a"]);
  await aws.a.firehose.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
  expect(await grants()).toEqual([]);
});

test("takes a key at creation", async () => {
  await using aws = await keyWorld();
  const DeliveryStreamEncryptionConfigurationInput = {
    KeyARN: aws.keyArn,
    KeyType: "CUSTOMER_MANAGED_CMK",
  } as const;
  await createActive(aws, {}, { DeliveryStreamEncryptionConfigurationInput });
  expect(await isEncrypted(aws)).toBe(true);
});

test("makes the grant with the permissions of who asks for it, in a forward access session", async () => {
  await using aws = await keyWorld();
  await createActive(aws);
  await aws.a.iam.send(new CreateUserCommand({ UserName: "operator" }));
  const { AccessKey } = await aws.a.iam.send(new CreateAccessKeyCommand({ UserName: "operator" }));
  const operator = aws.clientsOf({
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const allow = async (Action: string, Condition?: object) => {
    const UserName = "operator";
    const PolicyDocument = policy({ Action, Resource: "*", Condition });
    const PolicyName = Action.replace(":*", "");
    await aws.a.iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  };
  await allow("firehose:*");
  expect(await errorOf(start(operator, aws.keyArn))).toMatchObject({
    code: "InvalidKMSResourceException",
    status: 400,
  });
  await allow("kms:*", { Bool: { "aws:ViaAWSService": "false" } });
  expect((await errorOf(start(operator, aws.keyArn))).code).toBe("InvalidKMSResourceException");
  await allow("kms:*", {
    Bool: { "aws:ViaAWSService": "true" },
    StringEquals: { "aws:CalledViaLast": "firehose.amazonaws.com" },
    StringLike: { "kms:ViaService": "firehose.*.amazonaws.com" },
  });
  await start(operator, aws.keyArn);
  expect(await statusOf(aws)).toMatchObject({ Status: "ENABLING" });
});

test("refuses records while the key is disabled, keeps what is buffered, and delivers it when the key is back", async () => {
  await using aws = await keyWorld();
  const arn = await createActive(aws);
  await start(aws.a, aws.keyArn);
  await aws.emulator.clock.advance(5 * secondsMs);
  await put(aws, "kept");
  await aws.kms.send(new DisableKeyCommand({ KeyId: aws.keyArn }));
  expect(await errorOf(put(aws, "refused"))).toEqual({
    code: "InvalidKMSResourceException",
    message: `${aws.keyArn} is disabled.`,
    status: 400,
  });
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(aws.emulator.deliveries.failures(arn)[0]?.error?.cause).toMatchObject({
    service: "kms",
    operation: "Decrypt",
    code: "DisabledException",
  });
  await aws.kms.send(new EnableKeyCommand({ KeyId: aws.keyArn }));
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await textsIn(aws.a)).toEqual(["kept"]);
});

test("cannot be deleted where the grant is gone, unless it is forced", async () => {
  await using aws = await keyWorld();
  await createActive(aws);
  await start(aws.a, aws.keyArn);
  const { Grants = [] } = await aws.kms.send(new ListGrantsCommand({ KeyId: aws.keyArn }));
  await aws.kms.send(new RevokeGrantCommand({ KeyId: aws.keyArn, GrantId: Grants[0]?.GrantId }));
  await aws.a.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
  const { DeliveryStreamStatus, FailureDescription } = await describe(aws.a);
  expect({ DeliveryStreamStatus, type: FailureDescription?.Type }).toEqual({
    DeliveryStreamStatus: "DELETING_FAILED",
    type: "RETIRE_KMS_GRANT_FAILED",
  });
  await aws.a.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName, AllowForceDelete: true }));
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("DELETING");
});

test.each([
  ["a customer key without its ARN", { KeyType: "CUSTOMER_MANAGED_CMK" }],
  ["an ARN with AWS's own key", { KeyType: "AWS_OWNED_CMK", KeyARN: "arn:aws:kms:us-east-1:111111111111:key/a" }],
] as const)("refuses %s", async (_what, DeliveryStreamEncryptionConfigurationInput) => {
  await using aws = await keyWorld();
  const call = create(aws, {}, { DeliveryStreamEncryptionConfigurationInput });
  expect(await errorOf(call)).toMatchObject({ code: "InvalidArgumentException" });
});
