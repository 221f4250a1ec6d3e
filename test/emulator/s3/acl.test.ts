import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetObjectAclCommand,
  type Grantee,
  ListObjectsV2Command,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { Bucket, bucketOfB, putPolicy, read } from "./support.ts";

const allUsers = "http://acs.amazonaws.com/groups/global/AllUsers";

test("READ on the bucket lets another account list it, and nothing else", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world, { ownership: "ObjectWriter" });
  await put("k", "x");
  const list = () => world.a.s3.send(new ListObjectsV2Command({ Bucket }));
  expect((await errorOf(list())).code).toBe("AccessDenied");
  await s3.send(new PutBucketAclCommand({ Bucket, GrantRead: `id="${world.accountA.canonicalUserId}"` }));
  expect((await list()).KeyCount).toBe(1);
  expect((await errorOf(read(world.a, "k"))).code).toBe("AccessDenied");
  expect((await errorOf(world.a.s3.send(new GetBucketAclCommand({ Bucket })))).code).toBe("AccessDenied");
});

test("WRITE on the bucket lets another account create objects, with an ACL or without", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world, { ownership: "ObjectWriter" });
  const put = (ACL?: "bucket-owner-read") =>
    world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ...(ACL && { ACL }) }));
  expect((await errorOf(put())).code).toBe("AccessDenied");
  await s3.send(new PutBucketAclCommand({ Bucket, GrantWrite: `id=${world.accountA.canonicalUserId}` }));
  await put();
  expect((await errorOf(read(world.b, "k"))).code).toBe("AccessDenied");
  await put("bucket-owner-read");
  expect(await read(world.b, "k")).toBe("x");
});

test("WRITE on the bucket does not reach objects of others, and lets its grantee overwrite and delete its own", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world, { ownership: "ObjectWriter" });
  const { canonicalUserId } = world.accountA;
  await s3.send(new PutBucketAclCommand({ Bucket, GrantWrite: `id=${canonicalUserId}` }));
  await put("theirs", "x");
  const write = (Key: string) => world.a.s3.send(new PutObjectCommand({ Bucket, Key, Body: "y" }));
  const part = (Key: string) => world.a.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const remove = (Key: string) => world.a.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  for (const attempt of [write, part, remove]) expect((await errorOf(attempt("theirs"))).code).toBe("AccessDenied");
  expect(await read(world.b, "theirs")).toBe("x");
  await write("own");
  for (const attempt of [write, part, remove]) expect(await attempt("own")).toHaveProperty("$metadata");
});

test("anybody may add to a public-read-write bucket, and overwrite nothing of its owner's", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world, { ownership: "ObjectWriter", open: true });
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read-write" }));
  await put("k", "x");
  const write = async (key: string) =>
    (await fetch(`${world.emulator.url}/${Bucket}/${key}`, { method: "PUT", body: "y" })).status;
  expect([await write("new"), await write("new"), await write("k")]).toEqual([200, 200, 403]);
});

test("READ_ACP and WRITE_ACP on an object let its grantee read and change the list", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world, { ownership: "ObjectWriter" });
  const grantee = `id=${world.accountA.canonicalUserId}`;
  const show = () => world.a.s3.send(new GetObjectAclCommand({ Bucket, Key: "k" }));
  const open = () => world.a.s3.send(new PutObjectAclCommand({ Bucket, Key: "k", GrantFullControl: grantee }));
  await put("k", "x", { GrantReadACP: grantee });
  expect((await show()).Owner?.ID).toBe(world.accountB.canonicalUserId);
  expect((await errorOf(open())).code).toBe("AccessDenied");
  await put("k", "x", { GrantWriteACP: grantee });
  expect((await errorOf(show())).code).toBe("AccessDenied");
  await open();
  expect(await read(world.a, "k")).toBe("x");
});

test("the bucket's owner cannot change the list of an object that somebody else owns", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world, { ownership: "ObjectWriter" });
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: "s3:*" });
  await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  const change = (client: typeof s3) =>
    client.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "bucket-owner-full-control" }));
  expect((await errorOf(change(s3))).code).toBe("AccessDenied");
  await change(world.a.s3);
  await change(s3);
});

test("refuses what does not make one list", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world, { ownership: "ObjectWriter", open: true });
  await put("k", "x");
  const ID = world.accountB.canonicalUserId;
  const acl = (more: object) => errorOf(s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ...more })));
  const withGrant = (Grantee: Grantee) =>
    acl({ AccessControlPolicy: { Owner: { ID }, Grants: [{ Grantee, Permission: "READ" }] } });
  expect(await acl({ ACL: "private", GrantRead: `id=${ID}` })).toEqual({
    code: "InvalidRequest",
    message: "Specifying both Canned ACLs and Header Grants is not allowed",
    status: 400,
  });
  expect(await acl({ ACL: "everyone" })).toMatchObject({ code: "InvalidArgument", status: 400 });
  expect(await acl({})).toEqual({
    code: "MissingSecurityHeader",
    message: "Your request was missing a required header",
    status: 400,
  });
  expect(await acl({ GrantRead: "id=nobody" })).toMatchObject({ code: "InvalidArgument", message: "Invalid id" });
  expect(await acl({ GrantRead: "uri=http://example.com" })).toMatchObject({ message: "Invalid group uri" });
  expect(await acl({ GrantRead: "name=somebody" })).toMatchObject({ message: "Argument format not recognized" });
  expect(await acl({ GrantRead: "emailAddress=a@example.com" })).toMatchObject({
    code: "MethodNotAllowed",
    status: 405,
  });
  expect(await withGrant({ Type: "CanonicalUser", ID: "nobody" })).toMatchObject({ message: "Invalid id" });
  expect(await withGrant({ Type: "Group", URI: "nowhere" })).toMatchObject({ message: "Invalid group uri" });
  expect(await acl({ AccessControlPolicy: { Grants: [] } })).toMatchObject({ code: "MalformedACLError" });
  expect(await acl({ ACL: "private", AccessControlPolicy: { Owner: { ID }, Grants: [] } })).toMatchObject({
    code: "UnexpectedContent",
  });
  expect(
    await acl({ AccessControlPolicy: { Owner: { ID: world.accountA.canonicalUserId }, Grants: [] } }),
  ).toMatchObject({ code: "AccessDenied" });
});

test("an Enforced bucket takes no list but the owner's own full control", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world);
  await put("k", "x");
  const unsupported = {
    code: "AccessControlListNotSupported",
    message: "The bucket does not allow ACLs",
    status: 400,
  };
  expect(await errorOf(s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" })))).toEqual(unsupported);
  expect(await errorOf(s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "private" })))).toEqual(unsupported);
  await s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "bucket-owner-full-control" }));
  const GrantFullControl = `id=${world.accountB.canonicalUserId}`;
  await s3.send(new PutBucketAclCommand({ Bucket, GrantFullControl }));
});

test("Enforced puts the lists of older objects out of force, until it is lifted", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world, { ownership: "ObjectWriter", open: true });
  await put("k", "x", { ACL: "public-read" });
  const anonymous = async () => (await fetch(`${world.emulator.url}/${Bucket}/k`)).status;
  const change = (ObjectOwnership: "ObjectWriter" | "BucketOwnerEnforced") =>
    s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }));
  expect(await anonymous()).toBe(200);
  await change("BucketOwnerEnforced");
  expect(await anonymous()).toBe(403);
  await change("ObjectWriter");
  expect(await anonymous()).toBe(200);
});

test("a bucket whose list grants others cannot become Enforced, nor be created so", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world, { ownership: "ObjectWriter" });
  const enforce = () =>
    s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      }),
    );
  await s3.send(new PutBucketAclCommand({ Bucket, GrantRead: `id=${world.accountA.canonicalUserId}` }));
  const refused = {
    code: "InvalidBucketAclWithObjectOwnership",
    message: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    status: 400,
  };
  expect(await errorOf(enforce())).toEqual(refused);
  const create = s3.send(new CreateBucketCommand({ Bucket: "another", ACL: "public-read" }));
  expect(await errorOf(create)).toEqual(refused);
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: "private" }));
  await enforce();
});

test("BlockPublicAcls refuses public lists, IgnorePublicAcls makes them count for nothing", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world, { ownership: "ObjectWriter", open: true });
  const anonymous = async () => (await fetch(`${world.emulator.url}/${Bucket}/k`)).status;
  const block = (settings: object) =>
    s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: settings }));
  await put("k", "x", { ACL: "public-read" });
  expect(await anonymous()).toBe(200);
  await block({ BlockPublicAcls: true });
  expect(await anonymous()).toBe(200);
  expect(await errorOf(put("k", "x", { ACL: "public-read" }))).toEqual({
    code: "AccessDenied",
    message: `User: arn:aws:iam::${world.accountB.id}:root is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${Bucket}/k" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access`,
    status: 403,
  });
  await put("l", "x", { ACL: "private" });
  await block({ IgnorePublicAcls: true });
  expect(await anonymous()).toBe(403);
  const { Grants } = await s3.send(new GetObjectAclCommand({ Bucket, Key: "k" }));
  expect(Grants?.map(({ Permission }) => Permission)).toEqual(["FULL_CONTROL"]);
  await block({});
  const shown = await s3.send(new GetObjectAclCommand({ Bucket, Key: "k" }));
  expect(shown.Grants?.map((grant) => grant.Grantee?.URI)).toEqual([undefined, allUsers]);
});

test("RestrictPublicBuckets stops other accounts that a public policy's bucket names", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world, { open: true });
  await put("k", "x");
  const named = { Principal: { AWS: world.accountA.id }, Action: "s3:GetObject" };
  await putPolicy(world, named, { Principal: "*", Action: "s3:ListBucket" });
  expect(await read(world.a, "k")).toBe("x");
  const RestrictPublicBuckets = true;
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { RestrictPublicBuckets } }));
  expect((await errorOf(read(world.a, "k"))).code).toBe("AccessDenied");
  expect(await read(world.b, "k")).toBe("x");
  await putPolicy(world, named);
  expect(await read(world.a, "k")).toBe("x");
});
