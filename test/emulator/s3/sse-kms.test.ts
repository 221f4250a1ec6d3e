import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser } from "../../support/identities.ts";
import { send, signed } from "../../support/signed.ts";
import { Bucket, bucketOfB, putPolicy, read } from "./support.ts";

/** A bucket of B's with a key of B's as its default, which A may write to and read from as far as S3 goes. */
async function encryptedBucket(world: TwoAccounts, { bucketKey = false } = {}) {
  const bucket = await bucketOfB(world);
  const { KeyMetadata } = await world.b.kms.send(new CreateKeyCommand({}));
  const keyArn = KeyMetadata?.Arn ?? "";
  await bucket.s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn },
            BucketKeyEnabled: bucketKey,
          },
        ],
      },
    }),
  );
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: ["s3:PutObject", "s3:GetObject"] });
  return { ...bucket, keyArn };
}

/** The key policy: B's own account, and what A may do under which conditions. */
function allowA(world: TwoAccounts, keyArn: string, Action: readonly string[], Condition?: object) {
  const own = { Effect: "Allow", Principal: { AWS: world.accountB.id }, Action: "kms:*", Resource: "*" };
  const a = { Effect: "Allow", Principal: { AWS: world.accountA.id }, Action, Resource: "*", Condition };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: Action.length === 0 ? [own] : [own, a] });
  return world.b.kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy }));
}

const putByA = (world: TwoAccounts) => world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "content" }));

test("encrypts by the bucket's default, and says with what", async () => {
  await using world = await twoAccounts();
  const { put, read, s3, keyArn } = await encryptedBucket(world);
  const sent = await put("k", "content");
  expect(sent).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn });
  expect(await read("k")).toBe("content");
  expect(await read("k", { Range: "bytes=3-5" })).toBe("ten");
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }));
  expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn, ContentLength: 7 });
  // Under SSE-KMS the ETag is not the MD5 of the content.
  expect(head.ETag).not.toBe('"9a0364b9e99bb480dd25e1f0284c8555"');
  const own = await put("l", "content", { ServerSideEncryption: "AES256" });
  expect(own).toMatchObject({ ServerSideEncryption: "AES256", ETag: '"9a0364b9e99bb480dd25e1f0284c8555"' });
});

test("another account writes with kms:GenerateDataKey and reads with kms:Decrypt, by the key policy", async () => {
  await using world = await twoAccounts();
  const { keyArn } = await encryptedBucket(world);
  expect(await errorOf(putByA(world))).toMatchObject({ code: "AccessDenied", status: 403 });
  expect((await errorOf(putByA(world))).message).toContain("is not authorized to perform: kms:GenerateDataKey");
  await allowA(world, keyArn, ["kms:GenerateDataKey"]);
  await putByA(world);
  expect((await errorOf(read(world.a, "k"))).message).toContain("is not authorized to perform: kms:Decrypt");
  // What is not content needs no key.
  const head = await world.a.s3.send(new HeadObjectCommand({ Bucket, Key: "k" }));
  expect(head.SSEKMSKeyId).toBe(keyArn);
  await allowA(world, keyArn, ["kms:Decrypt"]);
  expect(await read(world.a, "k")).toBe("content");
  expect((await errorOf(putByA(world))).code).toBe("AccessDenied");
});

test("its own account must let the writer use the key as well", async () => {
  await using world = await twoAccounts();
  const { keyArn } = await encryptedBucket(world);
  await allowA(world, keyArn, ["kms:GenerateDataKey"]);
  const onBucket = { Action: "s3:*", Resource: "*" };
  const without = await makeUser(world.a, "without", onBucket);
  const withKey = await makeUser(world.a, "with", onBucket, { Action: "kms:GenerateDataKey", Resource: keyArn });
  const put = (keys: typeof without.keys) =>
    world.clientsOf(keys).s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  expect((await errorOf(put(without.keys))).message).toContain("kms:GenerateDataKey");
  await put(withKey.keys);
});

describe("conditions of the key policy see", () => {
  test("kms:ViaService and the object as encryption context", async () => {
    await using world = await twoAccounts();
    const { keyArn } = await encryptedBucket(world);
    const condition = (arn: string) => ({
      StringEquals: {
        "kms:ViaService": "s3.us-east-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": arn,
      },
    });
    await allowA(world, keyArn, ["kms:GenerateDataKey"], condition(`arn:aws:s3:::${Bucket}`));
    expect((await errorOf(putByA(world))).code).toBe("AccessDenied");
    await allowA(world, keyArn, ["kms:GenerateDataKey"], condition(`arn:aws:s3:::${Bucket}/k`));
    await putByA(world);
  });

  test("the bucket as encryption context where a bucket key is on", async () => {
    await using world = await twoAccounts();
    const { keyArn } = await encryptedBucket(world, { bucketKey: true });
    const context = { StringEquals: { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${Bucket}` } };
    await allowA(world, keyArn, ["kms:GenerateDataKey"], context);
    expect(await putByA(world)).toMatchObject({ BucketKeyEnabled: true });
  });
});

test("aws/s3 serves its own account, and no other", async () => {
  await using world = await twoAccounts();
  const { put, read } = await bucketOfB(world);
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: "s3:PutObject" });
  const sent = await put("k", "content", { ServerSideEncryption: "aws:kms" });
  expect(sent.SSEKMSKeyId).toMatch(new RegExp(`^arn:aws:kms:us-east-1:${world.accountB.id}:key/`));
  expect(await read("k")).toBe("content");
  const byA = world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ServerSideEncryption: "aws:kms" }));
  expect(await errorOf(byA)).toMatchObject({ code: "AccessDenied", status: 403 });
});

test("tells what is wrong with a key", async () => {
  await using world = await twoAccounts();
  const { put, read, keyArn } = await encryptedBucket(world);
  await put("k", "content");
  const withKey = (SSEKMSKeyId: string) => errorOf(put("l", "x", { ServerSideEncryption: "aws:kms", SSEKMSKeyId }));
  const missing = keyArn.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
  expect(await withKey(missing)).toEqual({
    code: "KMS.NotFoundException",
    message: `Key '${missing}' does not exist`,
    status: 400,
  });
  expect(await withKey(keyArn.replace("us-east-1", "eu-west-1"))).toEqual({
    code: "KMS.NotFoundException",
    message: "Invalid arn eu-west-1",
    status: 400,
  });
  expect(await errorOf(put("l", "x", { SSEKMSKeyId: keyArn }))).toMatchObject({ code: "InvalidArgument" });
  await world.b.kms.send(new DisableKeyCommand({ KeyId: keyArn }));
  const disabled = { code: "KMS.DisabledException", message: `${keyArn} is disabled.`, status: 400 };
  expect(await errorOf(read("k"))).toEqual(disabled);
  expect(await errorOf(put("l", "x"))).toEqual(disabled);
  await world.b.kms.send(new EnableKeyCommand({ KeyId: keyArn }));
  expect(await read("k")).toBe("content");
});

test("parts are encrypted too, which takes kms:Decrypt, and read across", async () => {
  await using world = await twoAccounts();
  const { read, keyArn } = await encryptedBucket(world);
  await allowA(world, keyArn, ["kms:GenerateDataKey"]);
  const { s3 } = world.a;
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "k" }));
  const upload = async (PartNumber: number, Body: Buffer) => {
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: "k", UploadId, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  expect((await errorOf(upload(1, Buffer.from("x")))).message).toContain("kms:Decrypt");
  await allowA(world, keyArn, ["kms:GenerateDataKey", "kms:Decrypt"]);
  const content = Buffer.alloc(5 * 1024 * 1024 + 3, "0123456789");
  const Parts = [await upload(1, content), await upload(2, Buffer.from("end"))];
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "k", UploadId, MultipartUpload: { Parts } }));
  const at = content.length;
  expect(await read("k", { Range: `bytes=${at - 2}-${at + 2}` })).toBe(`${content.subarray(-2)}end`);
  const got = await world.b.s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
  const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat([content, Buffer.from("end")]))).toBe(true);
});

test("a copy leaves the key of its source behind", async () => {
  await using world = await twoAccounts();
  const { put, read, s3 } = await encryptedBucket(world);
  await put("k", "content");
  const { SSEKMSKeyId, ServerSideEncryption } = await s3.send(
    new CopyObjectCommand({ Bucket, Key: "l", CopySource: `${Bucket}/k`, ServerSideEncryption: "AES256" }),
  );
  expect([ServerSideEncryption, SSEKMSKeyId]).toEqual(["AES256", undefined]);
  expect(await read("l")).toBe("content");
});

describe("S3 asks for the key in a forward access session", () => {
  const loopback = ["127.0.0.0/8", "::1/128"];

  test.for([
    ["aws:ViaAWSService is true", { Bool: { "aws:ViaAWSService": "true" } }, true],
    ["aws:ViaAWSService is false", { Bool: { "aws:ViaAWSService": "false" } }, false],
    ["aws:CalledViaLast is S3", { StringEquals: { "aws:CalledViaLast": "s3.amazonaws.com" } }, true],
    ["aws:CalledViaFirst is Kinesis", { StringEquals: { "aws:CalledViaFirst": "kinesis.amazonaws.com" } }, false],
    ["aws:CalledVia has S3", { "ForAnyValue:StringEquals": { "aws:CalledVia": ["s3.amazonaws.com"] } }, true],
    ["the address is the caller's", { IpAddress: { "aws:SourceIp": loopback } }, true],
    ["the address is another", { NotIpAddress: { "aws:SourceIp": loopback } }, false],
    ["AWS itself calls", { Bool: { "aws:PrincipalIsAWSService": "true" } }, false],
    ["there is a user agent", { Null: { "aws:UserAgent": "false" } }, false],
  ] as const)("allowed, or denied, where %s", async ([, Condition, holds]) => {
    await using world = await twoAccounts();
    await encryptedBucket(world);
    const all = { Action: "*", Resource: "*" };
    const allowed = await makeUser(
      world.b,
      "allowed",
      { ...all, Action: "s3:*" },
      { ...all, Action: "kms:*", Condition },
    );
    const denied = await makeUser(world.b, "denied", all, { ...all, Effect: "Deny", Action: "kms:*", Condition });
    const put = async ({ keys }: typeof allowed) => {
      const { s3 } = world.clientsOf(keys);
      const refusal = await s3
        .send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }))
        .then(() => undefined, String);
      return refusal === undefined;
    };
    expect([await put(allowed), await put(denied)]).toEqual([holds, !holds]);
  });
});

describe("whatever the policies say, a key is not used", () => {
  /** An object under a key that anybody may use, in a bucket that anybody may read from and write to. */
  async function openObject(world: TwoAccounts) {
    const { put, s3 } = await bucketOfB(world, { open: true });
    const everybody = { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [everybody] });
    const { KeyMetadata } = await world.b.kms.send(new CreateKeyCommand({ Policy }));
    await putPolicy(world, { Principal: "*", Action: ["s3:GetObject", "s3:PutObject"] });
    const encryption = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KeyMetadata?.Arn } as const;
    await put("k", "x", encryption);
    await put("plain", "x");
    return { s3, keyArn: KeyMetadata?.Arn ?? "" };
  }

  test("for a request without a signature", async () => {
    await using world = await twoAccounts();
    const { keyArn } = await openObject(world);
    const at = (key: string) => `${world.emulator.url}/${Bucket}/${key}`;
    const read = await fetch(at("k"));
    expect([read.status, await read.text()]).toEqual([
      400,
      expect.stringContaining("require AWS Signature Version 4."),
    ]);
    const headers = {
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": keyArn,
    };
    expect((await fetch(at("l"), { method: "PUT", body: "x", headers })).status).toBe(400);
    expect((await fetch(at("plain"))).status).toBe(200);
  });

  test("for a request over plain HTTP", async () => {
    await using world = await twoAccounts();
    await openObject(world);
    const get = (key: string, headers = {}) =>
      send(
        world.emulator,
        signed(world.emulator, { target: `/${Bucket}/${key}`, headers }, { keys: world.accountB, service: "s3" }),
      );
    const plain = { "x-forwarded-proto": "http" };
    const refused = await get("k", plain);
    expect([refused.status, refused.body]).toEqual([400, expect.stringContaining("<Code>InvalidArgument</Code>")]);
    expect([(await get("k")).status, (await get("plain", plain)).status]).toEqual([200, 200]);
  });
});
