import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeyPoliciesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";

const Plaintext = Buffer.from("This is a pen");
const dayMs = 86_400_000;

async function makeKey({ kms }: Pick<TwoAccounts["a"], "kms">) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "orders" }));
  return { arn: KeyMetadata?.Arn ?? "", id: KeyMetadata?.KeyId ?? "" };
}

test("creates a key and describes it as AWS does", async () => {
  await using aws = await twoAccounts();
  const { arn, id } = await makeKey(aws.a);
  const { KeyMetadata } = await aws.a.kms.send(new DescribeKeyCommand({ KeyId: id }));
  expect(KeyMetadata).toEqual({
    AWSAccountId: aws.accountA.id,
    KeyId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    Arn: `arn:aws:kms:us-east-1:${aws.accountA.id}:key/${id}`,
    CreationDate: expect.any(Date),
    Enabled: true,
    Description: "orders",
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: "Enabled",
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: false,
  });
  expect((await aws.a.kms.send(new ListKeysCommand({}))).Keys).toEqual([{ KeyId: id, KeyArn: arn }]);
  expect((await aws.b.kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
});

test("gives a key without a policy one that leaves it to IAM of the account", async () => {
  await using aws = await twoAccounts();
  const { id } = await makeKey(aws.a);
  const { Policy } = await aws.a.kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" }));
  expect(JSON.parse(Policy ?? "")).toEqual({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${aws.accountA.id}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
});

test("names what it cannot find", async () => {
  await using aws = await twoAccounts();
  const missing = "5ddb7d9f-7e7c-4f0d-878b-5c357bdb5c87";
  const here = `arn:aws:kms:us-east-1:${aws.accountA.id}`;
  const messages = {
    [missing]: `Key '${here}:key/${missing}' does not exist`,
    [`${here}:key/${missing}`]: `Key '${here}:key/${missing}' does not exist`,
    [`arn:aws:kms:eu-west-1:${aws.accountA.id}:key/${missing}`]: "Invalid arn eu-west-1",
    "fake-key-id": "Invalid keyId 'fake-key-id'",
    "alias/nothing": `Alias ${here}:alias/nothing is not found.`,
  };
  for (const [KeyId, message] of Object.entries(messages)) {
    const failure = await errorOf(aws.a.kms.send(new DescribeKeyCommand({ KeyId })));
    expect(failure).toEqual({ code: "NotFoundException", message, status: 400 });
  }
});

test("refuses a disabled key until it is enabled again", async () => {
  await using aws = await twoAccounts();
  const { arn, id } = await makeKey(aws.a);
  const encrypt = () => aws.a.kms.send(new EncryptCommand({ KeyId: id, Plaintext }));
  await aws.a.kms.send(new DisableKeyCommand({ KeyId: id }));
  expect(await errorOf(encrypt())).toEqual({ code: "DisabledException", message: `${arn} is disabled.`, status: 400 });
  await aws.a.kms.send(new EnableKeyCommand({ KeyId: id }));
  expect((await encrypt()).KeyId).toBe(arn);
});

test("deletes a key when its waiting time is over, and not before", async () => {
  await using aws = await twoAccounts();
  const { arn, id } = await makeKey(aws.a);
  const encrypt = () => aws.a.kms.send(new EncryptCommand({ KeyId: id, Plaintext }));
  const scheduled = await aws.a.kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
  expect(scheduled).toMatchObject({
    KeyId: arn,
    KeyState: "PendingDeletion",
    PendingWindowInDays: 7,
    DeletionDate: new Date(aws.emulator.clock.now() + 7 * dayMs),
  });
  expect(await errorOf(encrypt())).toEqual({
    code: "KMSInvalidStateException",
    message: `${arn} is pending deletion.`,
    status: 400,
  });
  await aws.emulator.clock.advance(7 * dayMs - 1);
  expect((await errorOf(encrypt())).code).toBe("KMSInvalidStateException");
  await aws.emulator.clock.advance(1);
  expect(await errorOf(encrypt())).toMatchObject({
    code: "NotFoundException",
    message: `Key '${arn}' does not exist`,
  });
});

test("keeps a key whose deletion is cancelled, disabled", async () => {
  await using aws = await twoAccounts();
  const { id } = await makeKey(aws.a);
  await aws.a.kms.send(new ScheduleKeyDeletionCommand({ KeyId: id }));
  await aws.a.kms.send(new CancelKeyDeletionCommand({ KeyId: id }));
  await aws.emulator.clock.advance(31 * dayMs);
  const { KeyMetadata } = await aws.a.kms.send(new DescribeKeyCommand({ KeyId: id }));
  expect(KeyMetadata).toMatchObject({ KeyState: "Disabled", Enabled: false });
});

test("finds a key by its alias, which can be moved to another", async () => {
  await using aws = await twoAccounts();
  const [one, other] = [await makeKey(aws.a), await makeKey(aws.a)];
  const AliasName = "alias/orders";
  await aws.a.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: one.id }));
  const used = async () => (await aws.a.kms.send(new EncryptCommand({ KeyId: AliasName, Plaintext }))).KeyId;
  expect(await used()).toBe(one.arn);
  await aws.a.kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: other.id }));
  expect(await used()).toBe(other.arn);
  const { Aliases } = await aws.a.kms.send(new ListAliasesCommand({ KeyId: other.id }));
  expect(Aliases?.map(({ AliasName: name, TargetKeyId }) => [name, TargetKeyId])).toEqual([[AliasName, other.id]]);
  await aws.a.kms.send(new DeleteAliasCommand({ AliasName }));
  expect((await errorOf(used())).code).toBe("NotFoundException");
});

test("lists the aliases that AWS has made, with a key where one stands behind them", async () => {
  await using aws = await twoAccounts();
  const keysByAlias = async (names: readonly string[]) => {
    const { Aliases = [] } = await aws.a.kms.send(new ListAliasesCommand({}));
    return names.map((name) => Aliases.find(({ AliasName }) => AliasName === name)?.TargetKeyId ?? "none");
  };
  expect(await keysByAlias(["alias/aws/s3", "alias/aws/ebs"])).toEqual(["none", "none"]);
  const { Aliases } = await aws.a.kms.send(new ListAliasesCommand({}));
  expect(Aliases?.map(({ AliasName }) => AliasName)).toContain("alias/aws/ebs");
  const { KeyMetadata } = await aws.a.kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
  expect(await keysByAlias(["alias/aws/s3", "alias/aws/ebs"])).toEqual([KeyMetadata?.KeyId, "none"]);
});

test("refuses an alias that is taken, badly named or AWS's own", async () => {
  await using aws = await twoAccounts();
  const { id } = await makeKey(aws.a);
  const create = (AliasName: string) => aws.a.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: id }));
  await create("alias/orders");
  expect(await errorOf(create("alias/orders"))).toEqual({
    code: "AlreadyExistsException",
    message: `An alias with the name arn:aws:kms:us-east-1:${aws.accountA.id}:alias/orders already exists`,
    status: 400,
  });
  expect((await errorOf(create("orders"))).message).toBe(
    'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  );
  expect((await errorOf(create("alias/aws/orders"))).code).toBe("InvalidAliasNameException");
});

test("keeps tags of a key", async () => {
  await using aws = await twoAccounts();
  const { id } = await makeKey(aws.a);
  const Tags = [
    { TagKey: "team", TagValue: "data" },
    { TagKey: "cost", TagValue: "1" },
  ];
  await aws.a.kms.send(new TagResourceCommand({ KeyId: id, Tags }));
  await aws.a.kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: ["cost"] }));
  expect((await aws.a.kms.send(new ListResourceTagsCommand({ KeyId: id }))).Tags).toEqual([Tags[0]]);
});

test("keeps whether a key is to be rotated", async () => {
  await using aws = await twoAccounts();
  const { id } = await makeKey(aws.a);
  const status = () => aws.a.kms.send(new GetKeyRotationStatusCommand({ KeyId: id }));
  expect((await status()).KeyRotationEnabled).toBe(false);
  await aws.a.kms.send(new EnableKeyRotationCommand({ KeyId: id }));
  expect(await status()).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 365,
    NextRotationDate: new Date(aws.emulator.clock.now() + 365 * dayMs),
  });
  await aws.a.kms.send(new DisableKeyRotationCommand({ KeyId: id }));
  expect((await status()).KeyRotationEnabled).toBe(false);
});

test("refuses other kinds of keys by their name", async () => {
  await using aws = await twoAccounts();
  const create = (input: { KeySpec?: "RSA_2048"; MultiRegion?: boolean }) =>
    aws.a.kms.send(new CreateKeyCommand(input));
  expect(await errorOf(create({ KeySpec: "RSA_2048" }))).toMatchObject({
    code: "NotImplemented",
    message: "The key spec RSA_2048 is not emulated by firehose-crosscheck.",
  });
  expect((await errorOf(create({ MultiRegion: true }))).code).toBe("NotImplemented");
});

test("changes a key's description, and lists the one policy that a key has", async () => {
  await using aws = await twoAccounts();
  const { id } = await makeKey(aws.a);
  await aws.a.kms.send(new UpdateKeyDescriptionCommand({ KeyId: id, Description: "returns" }));
  expect((await aws.a.kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata?.Description).toBe("returns");
  expect((await aws.a.kms.send(new ListKeyPoliciesCommand({ KeyId: id }))).PolicyNames).toEqual(["default"]);
});
