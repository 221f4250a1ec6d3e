import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { isBucketName } from "../../../emulator/s3/naming.ts";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { send, signed } from "../../support/signed.ts";
import { Bucket, bucketOfB, putPolicy } from "./support.ts";

describe("names", () => {
  test.each(["abc", "a-b.c-1", "1a1", "a".repeat(63)])("takes %s", (name) => {
    expect(isBucketName(name)).toBe(true);
  });

  test.each([
    "ab",
    "a".repeat(64),
    "Abc",
    "a_b",
    "-abc",
    "abc-",
    "a..b",
    "192.168.5.4",
    "xn--abc",
    "sthree-abc",
    "abc-s3alias",
    "abc--ol-s3",
    "abc--x-s3",
  ])("refuses %s", (name) => {
    expect(isBucketName(name)).toBe(false);
  });
});

test("a new bucket has today's defaults", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  const created = await s3.send(new CreateBucketCommand({ Bucket }));
  expect(created).toMatchObject({ Location: `/${Bucket}`, BucketArn: `arn:aws:s3:::${Bucket}` });
  const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
  expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  });
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
  ]);
  const ID = world.accountB.canonicalUserId;
  const acl = await s3.send(new GetBucketAclCommand({ Bucket }));
  expect([acl.Owner, acl.Grants]).toEqual([
    { ID },
    [{ Grantee: { ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }],
  ]);
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
  expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: "us-east-1" });
  const { Buckets, Owner } = await s3.send(new ListBucketsCommand({}));
  expect([Owner?.ID, Buckets?.map(({ Name }) => Name)]).toEqual([ID, [Bucket]]);
  expect((await world.a.s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
});

test("names are one namespace for all accounts", async () => {
  await using world = await twoAccounts();
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  const create = (client: S3Client, name = Bucket) => client.send(new CreateBucketCommand({ Bucket: name }));
  expect(await errorOf(create(world.a.s3))).toMatchObject({ code: "BucketAlreadyExists", status: 409 });
  // In us-east-1 creating one's own bucket again changes nothing.
  await create(world.b.s3);
  expect(await errorOf(create(world.b.s3, "Upper"))).toEqual({
    code: "InvalidBucketName",
    message: "The specified bucket is not valid.",
    status: 400,
  });
});

test("regions: a bucket is where its constraint says, and answers only there", async () => {
  await using world = await twoAccounts();
  const frankfurt = new S3Client({
    endpoint: world.emulator.url,
    region: "eu-central-1",
    credentials: world.accountB,
    maxAttempts: 1,
  });
  const create = (LocationConstraint: "eu-west-1" | "eu-central-1") =>
    frankfurt.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  // The SDK fills the constraint in where there is none.
  const unspecified = signed(
    world.emulator,
    { method: "PUT", target: `/${Bucket}` },
    { keys: world.accountB, service: "s3", region: "eu-central-1" },
  );
  expect(await send(world.emulator, unspecified)).toMatchObject({
    status: 400,
    body: expect.stringContaining(
      "<Code>IllegalLocationConstraintException</Code><Message>The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.</Message>",
    ),
  });
  expect((await errorOf(create("eu-west-1"))).code).toBe("IllegalLocationConstraintException");
  await create("eu-central-1");
  expect((await errorOf(create("eu-central-1"))).code).toBe("BucketAlreadyOwnedByYou");
  const put = (client: S3Client) => client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  await put(frankfurt);
  expect(await errorOf(put(world.b.s3))).toMatchObject({ code: "PermanentRedirect", status: 301 });
  const location = await world.b.s3.send(new GetBucketLocationCommand({ Bucket }));
  expect(location.LocationConstraint).toBe("eu-central-1");
  frankfurt.destroy();
});

test("a bucket with objects cannot be deleted, and a deleted one is gone", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world);
  await put("k", "x");
  const remove = () => s3.send(new DeleteBucketCommand({ Bucket }));
  expect(await errorOf(remove())).toEqual({
    code: "BucketNotEmpty",
    message: "The bucket you tried to delete is not empty",
    status: 409,
  });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await remove();
  expect(await errorOf(put("k", "x"))).toEqual({
    code: "NoSuchBucket",
    message: "The specified bucket does not exist",
    status: 404,
  });
});

test("ownership controls are one rule of three, and can be deleted", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world);
  const set = (...modes: string[]) =>
    s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: {
          Rules: modes.map((ObjectOwnership) => ({ ObjectOwnership: ObjectOwnership as "ObjectWriter" })),
        },
      }),
    );
  for (const wrong of [[], ["ObjectWriter", "ObjectWriter"], ["Nobody"]]) {
    expect(await errorOf(set(...wrong))).toMatchObject({ code: "MalformedXML", status: 400 });
  }
  await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  expect(await errorOf(s3.send(new GetBucketOwnershipControlsCommand({ Bucket })))).toEqual({
    code: "OwnershipControlsNotFoundError",
    message: "The bucket ownership controls were not found",
    status: 404,
  });
  // Without controls a bucket behaves as ObjectWriter: ACLs count.
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ACL: "private" }));
  const create = s3.send(
    new CreateBucketCommand({ Bucket: "other", ObjectOwnership: "RandomValue" as "ObjectWriter" }),
  );
  expect(await errorOf(create)).toEqual({
    code: "InvalidArgument",
    message: "Invalid x-amz-object-ownership header: RandomValue",
    status: 400,
  });
});

test("creating with a public list is refused, for a new bucket blocks public access", async () => {
  await using world = await twoAccounts();
  const create = world.b.s3.send(
    new CreateBucketCommand({ Bucket, ObjectOwnership: "ObjectWriter", ACL: "public-read" }),
  );
  expect(await errorOf(create)).toEqual({
    code: "InvalidBucketAclWithBlockPublicAccessError",
    message: "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
    status: 400,
  });
});

test("the public access block can be deleted", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world);
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  expect(await errorOf(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).toEqual({
    code: "NoSuchPublicAccessBlockConfiguration",
    message: "The public access block configuration was not found",
    status: 404,
  });
});

test("HeadBucket takes s3:ListBucket and tells status and region without a body", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  const head = (name = Bucket) => world.a.s3.send(new HeadBucketCommand({ Bucket: name }));
  expect((await errorOf(head())).status).toBe(403);
  expect(await errorOf(head("nobodys"))).toMatchObject({ code: "NotFound", status: 404 });
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: "s3:ListBucket" });
  await head();
  const request = signed(
    world.emulator,
    { method: "HEAD", target: "/nobodys" },
    { keys: world.accountA, service: "s3" },
  );
  expect(await send(world.emulator, request)).toMatchObject({ status: 404, body: "" });
});

test("tags buckets", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world);
  expect(await errorOf(s3.send(new GetBucketTaggingCommand({ Bucket })))).toEqual({
    code: "NoSuchTagSet",
    message: "The TagSet does not exist",
    status: 404,
  });
  const TagSet = [{ Key: "team", Value: "data" }];
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
});

test("default encryption with a key goes with KMS only", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world);
  const set = (rule: object) =>
    s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
  const byDefault = (SSEAlgorithm: string) => ({
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID: "some-key" },
  });
  expect(await errorOf(set(byDefault("AES256")))).toEqual({
    code: "InvalidArgument",
    message: "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
    status: 400,
  });
  await set({ ...byDefault("aws:kms"), BucketKeyEnabled: true });
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(ServerSideEncryptionConfiguration?.Rules).toEqual([{ ...byDefault("aws:kms"), BucketKeyEnabled: true }]);
});

describe("configurations that cannot be set", () => {
  test("are read back as never set", async () => {
    await using world = await twoAccounts();
    const { s3 } = await bucketOfB(world);
    const code = async (call: Promise<unknown>) => {
      const error = await errorOf(call);
      return [error.status, error.code];
    };
    expect(await code(s3.send(new GetBucketCorsCommand({ Bucket })))).toEqual([404, "NoSuchCORSConfiguration"]);
    expect(await code(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })))).toEqual([
      404,
      "NoSuchLifecycleConfiguration",
    ]);
    expect(await code(s3.send(new GetBucketWebsiteCommand({ Bucket })))).toEqual([404, "NoSuchWebsiteConfiguration"]);
    expect(await code(s3.send(new GetBucketReplicationCommand({ Bucket })))).toEqual([
      404,
      "ReplicationConfigurationNotFoundError",
    ]);
    expect(await code(s3.send(new GetObjectLockConfigurationCommand({ Bucket })))).toEqual([
      404,
      "ObjectLockConfigurationNotFoundError",
    ]);
    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe("BucketOwner");
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
    const notified = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(notified.QueueConfigurations).toBeUndefined();
  });

  test("are refused by name", async () => {
    await using world = await twoAccounts();
    const { s3 } = await bucketOfB(world);
    const rules = { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] };
    expect(await errorOf(s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: rules })))).toEqual({
      code: "NotImplemented",
      message: "s3:PutBucketCors is not emulated by firehose-crosscheck.",
      status: 501,
    });
  });
});
