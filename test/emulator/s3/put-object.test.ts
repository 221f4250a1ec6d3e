import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";

const Bucket = "landing";

async function withBucketOfB(
  world: TwoAccounts,
  mode: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter" = "BucketOwnerEnforced",
  actions: readonly string[] = ["s3:PutObject", "s3:PutObjectAcl"],
): Promise<void> {
  await world.b.s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: mode }));
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${world.accountA.id}:root` },
    Action: actions,
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

test("gives back what was put, with its headers and metadata", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: "a/ü 1.txt",
      Body: "This is a pen",
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { colour: "blue" },
    }),
  );
  expect(put).toMatchObject({
    ETag: '"a78034b5ad46fe9336f0c8b8c35f1365"',
    ServerSideEncryption: "AES256",
    ChecksumType: "FULL_OBJECT",
  });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a/ü 1.txt" }));
  expect(await got.Body?.transformToString()).toBe("This is a pen");
  expect(got).toMatchObject({
    ContentLength: 13,
    ContentType: "text/plain",
    CacheControl: "no-store",
    Metadata: { colour: "blue" },
    ETag: put.ETag,
    ServerSideEncryption: "AES256",
  });
  const listed = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(listed.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([["a/ü 1.txt", 13]]);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "a/ü 1.txt" }));
  expect(await errorOf(s3.send(new GetObjectCommand({ Bucket, Key: "a/ü 1.txt" })))).toEqual({
    code: "NoSuchKey",
    message: "The specified key does not exist.",
    status: 404,
  });
});

test("lets another account write where the bucket policy names it", async () => {
  await using world = await twoAccounts();
  await withBucketOfB(world);
  await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ACL: "bucket-owner-full-control" }));
  const acl = await world.b.s3.send(new GetObjectAclCommand({ Bucket, Key: "k" }));
  const ID = world.accountB.canonicalUserId;
  expect(acl).toMatchObject({
    Owner: { ID },
    Grants: [{ Grantee: { ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }],
  });
});

test("refuses another account that the bucket policy does not name", async () => {
  await using world = await twoAccounts();
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  expect(await errorOf(world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" })))).toEqual({
    code: "AccessDenied",
    message: "Access Denied",
    status: 403,
  });
});

test("asks for PutObjectAcl where an ACL is sent, and not where none is", async () => {
  await using world = await twoAccounts();
  await withBucketOfB(world, "BucketOwnerEnforced", ["s3:PutObject"]);
  await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  const refused = world.a.s3.send(
    new PutObjectCommand({ Bucket, Key: "k", Body: "x", ACL: "bucket-owner-full-control" }),
  );
  expect(await errorOf(refused)).toMatchObject({ code: "AccessDenied", status: 403 });
});

test("leaves the bucket owner without access to an object that its writer owns", async () => {
  await using world = await twoAccounts();
  await withBucketOfB(world, "ObjectWriter");
  await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  expect(await errorOf(world.b.s3.send(new GetObjectCommand({ Bucket, Key: "k" })))).toMatchObject({
    code: "AccessDenied",
  });
  expect(await errorOf(world.b.s3.send(new GetObjectAclCommand({ Bucket, Key: "k" })))).toMatchObject({
    code: "AccessDenied",
  });
  const rules = { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" as const }] };
  await world.b.s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: rules }));
  const got = await world.b.s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
  expect(await got.Body?.transformToString()).toBe("x");
});
