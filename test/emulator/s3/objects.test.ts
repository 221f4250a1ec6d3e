import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { presigned, send } from "../../support/signed.ts";
import { Bucket, bucketOfB, putPolicy, read } from "./support.ts";

test("reads ranges of bytes", async () => {
  await using world = await twoAccounts();
  const { put, read, s3 } = await bucketOfB(world);
  await put("k", "0123456789");
  expect(await read("k", { Range: "bytes=2-4" })).toBe("234");
  expect(await read("k", { Range: "bytes=7-99" })).toBe("789");
  expect(await read("k", { Range: "bytes=8-" })).toBe("89");
  expect(await read("k", { Range: "bytes=-3" })).toBe("789");
  expect(await read("k", { Range: "bytes=4-2" })).toBe("0123456789");
  expect(await read("k", { Range: "bytes=0-1,3-4" })).toBe("0123456789");
  const part = await s3.send(new HeadObjectCommand({ Bucket, Key: "k", Range: "bytes=2-4" }));
  expect(part).toMatchObject({ ContentRange: "bytes 2-4/10", ContentLength: 3, $metadata: { httpStatusCode: 206 } });
  expect(await errorOf(read("k", { Range: "bytes=10-" }))).toEqual({
    code: "InvalidRange",
    message: "The requested range is not satisfiable",
    status: 416,
  });
});

test("reads on condition", async () => {
  await using world = await twoAccounts();
  const { put, read, s3 } = await bucketOfB(world);
  const { ETag } = await put("k", "x");
  const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }));
  const earlier = new Date((LastModified?.getTime() ?? 0) - 1000);
  expect(await read("k", { IfMatch: ETag })).toBe("x");
  expect(await errorOf(read("k", { IfMatch: '"other"' }))).toEqual({
    code: "PreconditionFailed",
    message: "At least one of the pre-conditions you specified did not hold",
    status: 412,
  });
  expect((await errorOf(read("k", { IfNoneMatch: ETag }))).status).toBe(304);
  expect(await read("k", { IfNoneMatch: '"other"' })).toBe("x");
  expect((await errorOf(read("k", { IfModifiedSince: LastModified }))).status).toBe(304);
  expect(await read("k", { IfModifiedSince: earlier })).toBe("x");
  expect((await errorOf(read("k", { IfUnmodifiedSince: earlier }))).status).toBe(412);
  // A match says more than a date.
  expect(await read("k", { IfMatch: ETag, IfUnmodifiedSince: earlier })).toBe("x");
});

test("writes and deletes on condition", async () => {
  await using world = await twoAccounts();
  const { put, read, s3 } = await bucketOfB(world);
  const { ETag } = await put("k", "one", { IfNoneMatch: "*" });
  expect(await errorOf(put("k", "two", { IfNoneMatch: "*" }))).toMatchObject({
    code: "PreconditionFailed",
    status: 412,
  });
  expect((await errorOf(put("k", "two", { IfMatch: '"other"' }))).code).toBe("PreconditionFailed");
  expect((await errorOf(put("never", "two", { IfMatch: ETag }))).code).toBe("NoSuchKey");
  await put("k", "two", { IfMatch: ETag });
  expect(await read("k")).toBe("two");
  expect(await errorOf(put("k", "three", { IfNoneMatch: ETag }))).toEqual({
    code: "NotImplemented",
    message: "A header you provided implies functionality that is not implemented",
    status: 501,
  });
  expect(await errorOf(put("k", "three", { IfNoneMatch: "*", IfMatch: ETag }))).toEqual({
    code: "NotImplemented",
    message: "A header you provided implies functionality that is not implemented",
    status: 501,
  });
  const copy = (more: object) =>
    s3.send(new CopyObjectCommand({ Bucket, Key: "l", CopySource: `${Bucket}/k`, ...more }));
  const copied = await copy({ IfNoneMatch: "*" });
  expect((await errorOf(copy({ IfNoneMatch: "*" }))).code).toBe("PreconditionFailed");
  expect((await errorOf(copy({ IfMatch: '"other"' }))).code).toBe("PreconditionFailed");
  expect(await copy({ IfMatch: copied.CopyObjectResult?.ETag })).toHaveProperty("CopyObjectResult.ETag");
  expect((await errorOf(copy({ IfMatch: '"other"', IfNoneMatch: "*" }))).code).toBe("NotImplemented");
  const remove = (IfMatch: string | undefined) => s3.send(new DeleteObjectCommand({ Bucket, Key: "k", IfMatch }));
  expect((await errorOf(remove(ETag))).code).toBe("PreconditionFailed");
  expect(await read("k")).toBe("two");
});

test("of two writers that both ask for a new key one loses", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, writer) => put("k", `by ${writer}`, { IfNoneMatch: "*" })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("comparing an ETag before writing or deleting takes s3:GetObject", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world);
  const { ETag } = await put("k", "x");
  const principal = { Principal: { AWS: world.accountA.id } };
  await putPolicy(world, { ...principal, Action: ["s3:PutObject", "s3:DeleteObject"] });
  const remove = (IfMatch?: string) => world.a.s3.send(new DeleteObjectCommand({ Bucket, Key: "l", IfMatch }));
  const { ETag: other } = await put("l", "x");
  expect((await errorOf(remove(other))).code).toBe("AccessDenied");
  await remove();
  const overwrite = () => world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "y", IfMatch: ETag }));
  expect((await errorOf(overwrite())).code).toBe("AccessDenied");
  await putPolicy(world, { ...principal, Action: ["s3:PutObject", "s3:GetObject"] });
  await overwrite();
});

test("says that a key is missing only to who may list", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  const principal = { Principal: { AWS: world.accountA.id } };
  await putPolicy(world, { ...principal, Action: "s3:GetObject" });
  expect(await errorOf(read(world.a, "never"))).toEqual({
    code: "AccessDenied",
    message: "Access Denied",
    status: 403,
  });
  const head = () => world.a.s3.send(new HeadObjectCommand({ Bucket, Key: "never" }));
  expect((await errorOf(head())).status).toBe(403);
  await putPolicy(world, { ...principal, Action: ["s3:GetObject", "s3:ListBucket"] });
  expect((await errorOf(read(world.a, "never"))).code).toBe("NoSuchKey");
  expect(await errorOf(head())).toMatchObject({ code: "NotFound", status: 404 });
});

test("copies content and headers, or replaces the headers", async () => {
  await using world = await twoAccounts();
  const { put, read, s3 } = await bucketOfB(world);
  await put("from", "content", { ContentType: "text/plain", Metadata: { a: "1" }, Tagging: "t=1" });
  const { CopyObjectResult } = await s3.send(
    new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/from` }),
  );
  expect(await read("to")).toBe("content");
  const copy = await s3.send(new HeadObjectCommand({ Bucket, Key: "to" }));
  expect(copy).toMatchObject({ ContentType: "text/plain", Metadata: { a: "1" }, ETag: CopyObjectResult?.ETag });
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "to" }))).TagSet).toEqual([
    { Key: "t", Value: "1" },
  ]);
  const onto = (more: object) =>
    s3.send(new CopyObjectCommand({ Bucket, Key: "from", CopySource: `/${Bucket}/from`, ...more }));
  expect((await errorOf(onto({}))).message).toBe(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
  await onto({ MetadataDirective: "REPLACE", ContentType: "text/html" });
  const replaced = await s3.send(new HeadObjectCommand({ Bucket, Key: "from" }));
  expect(replaced).toMatchObject({ ContentType: "text/html" });
  expect(replaced.Metadata).toEqual({});
  expect((await errorOf(onto({ Key: "new", CopySourceIfMatch: '"other"' }))).code).toBe("PreconditionFailed");
  expect((await errorOf(onto({ CopySource: `${Bucket}/never` }))).code).toBe("NoSuchKey");
});

test("copying takes reading at the source and writing at the target", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world);
  await put("secret/from", "content");
  const own = "a-copies";
  await world.a.s3.send(new CreateBucketCommand({ Bucket: own }));
  const copy = () =>
    world.a.s3.send(new CopyObjectCommand({ Bucket: own, Key: "to", CopySource: `${Bucket}/secret%2Ffrom` }));
  expect((await errorOf(copy())).code).toBe("AccessDenied");
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: "s3:GetObject" });
  await copy();
  const back = world.a.s3.send(new CopyObjectCommand({ Bucket, Key: "back", CopySource: `${own}/to` }));
  expect((await errorOf(back)).code).toBe("AccessDenied");
});

test("tags objects, with a permission of its own", async () => {
  await using world = await twoAccounts();
  const { put, s3 } = await bucketOfB(world);
  await put("k", "x", { Tagging: "team=data&empty=" });
  const tags = async () => (await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "k" }))).TagSet;
  expect(await tags()).toEqual([
    { Key: "team", Value: "data" },
    { Key: "empty", Value: "" },
  ]);
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet: [{ Key: "only", Value: "1" }] } }));
  expect(await tags()).toEqual([{ Key: "only", Value: "1" }]);
  const twice = [
    { Key: "a", Value: "1" },
    { Key: "a", Value: "2" },
  ];
  expect(await errorOf(s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet: twice } })))).toEqual(
    { code: "InvalidTag", message: "Cannot provide multiple Tags with the same key", status: 400 },
  );
  await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: "k" }));
  expect(await tags()).toEqual([]);
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: "s3:PutObject" });
  const byA = (Tagging?: string) => world.a.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", Tagging }));
  await byA();
  expect((await errorOf(byA("team=data"))).code).toBe("AccessDenied");
});

test("policies see the tags of the request and of the object", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world);
  await put("open", "x", { Tagging: "class=open" });
  await put("closed", "x", { Tagging: "class=closed" });
  await putPolicy(
    world,
    {
      Principal: { AWS: world.accountA.id },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
      Condition: { StringEquals: { "s3:ExistingObjectTag/class": "open" } },
    },
    {
      Principal: { AWS: world.accountA.id },
      Action: ["s3:PutObject", "s3:PutObjectTagging"],
      Resource: `arn:aws:s3:::${Bucket}/*`,
      Condition: { "ForAllValues:StringEquals": { "s3:RequestObjectTagKeys": ["class"] } },
    },
  );
  expect(await read(world.a, "open")).toBe("x");
  expect((await errorOf(read(world.a, "closed"))).code).toBe("AccessDenied");
  const byA = (Tagging: string) => world.a.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", Tagging }));
  await byA("class=open");
  expect((await errorOf(byA("class=open&more=1"))).code).toBe("AccessDenied");
});

test("a presigned URL works until it expires on the emulator's clock", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world);
  await put("k", "x");
  const target = `/${Bucket}/k?response-content-type=text%2Fcsv&response-cache-control=no-cache`;
  const at = world.emulator.clock.now();
  const url = presigned(world.emulator, { target }, { keys: world.accountB, service: "s3", expiresSeconds: 60, at });
  const inTime = await send(world.emulator, url);
  expect(inTime).toMatchObject({
    status: 200,
    body: "x",
    headers: { "content-type": "text/csv", "cache-control": "no-cache" },
  });
  await world.emulator.clock.advance(62_000);
  const late = await send(world.emulator, url);
  expect(late).toMatchObject({ status: 403, body: expect.stringContaining("<Message>Request has expired</Message>") });
});

test("refuses a bucket of somebody else's where its owner is named", async () => {
  await using world = await twoAccounts();
  const { put, read } = await bucketOfB(world);
  await put("k", "x", { ExpectedBucketOwner: world.accountB.id });
  expect(await errorOf(read("k", { ExpectedBucketOwner: world.accountA.id }))).toEqual({
    code: "AccessDenied",
    message: "Access Denied",
    status: 403,
  });
  expect(await errorOf(read("k", { ExpectedBucketOwner: "somebody" }))).toEqual({
    code: "InvalidBucketOwnerAWSAccountID",
    message: "The value of the expected bucket owner parameter must be an AWS Account ID... [somebody]",
    status: 400,
  });
});

test("refuses what is not emulated by name, and does not store the object", async () => {
  await using world = await twoAccounts();
  const { put, read } = await bucketOfB(world);
  expect(await errorOf(put("k", "x", { ObjectLockLegalHoldStatus: "ON" }))).toEqual({
    code: "NotImplemented",
    message: "The parameter `ObjectLockLegalHoldStatus` of s3:PutObject is not emulated by firehose-crosscheck.",
    status: 501,
  });
  expect((await errorOf(put("k", "x", { StorageClass: "GLACIER" }))).code).toBe("NotImplemented");
  expect((await errorOf(put("k", "x", { StorageClass: "COLD" as "GLACIER" }))).code).toBe("InvalidStorageClass");
  expect((await errorOf(read("k"))).code).toBe("NoSuchKey");
});
