import { PutRecordCommand } from "@aws-sdk/client-firehose";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import {
  Bucket,
  bucketOfB,
  createActive,
  type DeliveryWorld,
  deliveryWorld,
  keysIn,
  policy,
  put,
  putRolePolicy,
  type Statement,
  secondsMs,
  textsIn,
} from "./support.ts";

/** A key of B, whose policy leaves it to B's IAM and to what is added. */
async function keyOfB(aws: DeliveryWorld, ...more: readonly Statement[]) {
  const kms = new KMSClient({
    endpoint: aws.emulator.url,
    region: aws.emulator.region,
    credentials: aws.accountB,
    maxAttempts: 1,
  });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const arn = KeyMetadata?.Arn ?? "";
  const allow = (...statements: readonly Statement[]) => {
    const own = { Principal: { AWS: `arn:aws:iam::${aws.accountB.id}:root` }, Action: "kms:*", Resource: "*" };
    const Policy = policy(own, ...statements);
    return kms.send(new PutKeyPolicyCommand({ KeyId: arn, PolicyName: "default", Policy }));
  };
  await allow(...more);
  return { arn, allow };
}

const kmsActions = ["kms:GenerateDataKey", "kms:Decrypt"];

const forRole = (aws: DeliveryWorld, ...Action: readonly string[]): Statement => ({
  Principal: { AWS: aws.roleArn },
  Action,
  Resource: "*",
  Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
});

const encryptedBy = (AWSKMSKeyARN: string) => ({
  EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN } },
});

async function allowRole(aws: DeliveryWorld, ...actions: readonly string[]): Promise<void> {
  await putRolePolicy(aws.a, "delivery", { Action: ["s3:*", ...actions], Resource: "*" });
}

test("encrypts with B's key where both sides allow it", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await allowRole(aws, ...kmsActions);
  const key = await keyOfB(aws, forRole(aws, ...kmsActions));
  await createActive(aws, encryptedBy(key.arn));
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  const [Key = ""] = await keysIn(aws.b);
  const { ServerSideEncryption, SSEKMSKeyId } = await aws.b.s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect({ ServerSideEncryption, SSEKMSKeyId }).toEqual({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: key.arn });
  expect(await textsIn(aws.b)).toEqual(["a"]);
});

test.each([
  ["the key policy leaves A's role out", [], kmsActions],
  ["A's role has no permission on the key", kmsActions, []],
])("is denied where %s, and delivers when that is repaired", async (_what, byKey, byRole) => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await allowRole(aws, ...byRole);
  const key = await keyOfB(aws, ...(byKey.length > 0 ? [forRole(aws, ...byKey)] : []));
  const arn = await createActive(aws, encryptedBy(key.arn));
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await keysIn(aws.b)).toEqual([]);
  expect(aws.emulator.deliveries.failures(arn)[0]?.error).toMatchObject({
    code: "S3.AccessDenied",
    cause: { operation: "PutObject" },
  });
  expect(aws.emulator.decisions.denied().at(-1)?.request.action).toBe("kms:GenerateDataKey");
  await allowRole(aws, ...kmsActions);
  await key.allow(forRole(aws, ...kmsActions));
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await textsIn(aws.b)).toEqual(["a"]);
});

test("needs kms:Decrypt for a multipart upload, and not without one", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await allowRole(aws, ...kmsActions);
  const key = await keyOfB(aws, forRole(aws, "kms:GenerateDataKey"));
  const multipart = { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 59 } };
  const arn = await createActive(aws, { ...encryptedBy(key.arn), ...multipart });
  await createActive(aws, encryptedBy(key.arn), { DeliveryStreamName: "clicks" });
  const Record = { Data: Buffer.from("in one piece") };
  await aws.a.firehose.send(new PutRecordCommand({ DeliveryStreamName: "clicks", Record }));
  await put(aws, "in parts");
  await aws.emulator.clock.advance(60 * secondsMs);
  expect(aws.emulator.deliveries.failures(arn)[0]?.error?.code).toBe("S3.AccessDenied");
  expect(aws.emulator.decisions.denied().at(-1)?.request.action).toBe("kms:Decrypt");
  await allowRole(aws, "kms:GenerateDataKey");
  await aws.emulator.clock.advance(240 * secondsMs);
  await key.allow(forRole(aws, ...kmsActions));
  await allowRole(aws, ...kmsActions);
  expect(await textsIn(aws.b)).toEqual(["in one piece"]);
});
