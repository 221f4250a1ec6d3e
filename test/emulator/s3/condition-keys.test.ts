import {
  CopyObjectCommand,
  CreateBucketCommand,
  type CreateBucketCommandInput,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser } from "../../support/identities.ts";
import { presigned, send } from "../../support/signed.ts";
import { Bucket, bucketOfB, putPolicy, read } from "./support.ts";

/** The policy lets A through only under the condition: its value must be the request's own. */
async function allowWhen(world: TwoAccounts, Condition: object, Action: string | readonly string[] = "s3:PutObject") {
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const rest = ["s3:PutObjectAcl", "s3:PutObjectTagging"];
  const principal = { Principal: { AWS: world.accountA.id } };
  await putPolicy(
    world,
    { ...principal, Action, Resource, Condition },
    ...(Action === "s3:PutObject" ? [{ ...principal, Action: rest, Resource }] : []),
  );
}

interface Case {
  readonly key: string;
  /** Of the request that the condition asks for. */
  readonly request: Partial<PutObjectCommandInput>;
  /** The value that a policy must name. */
  readonly value: string;
  /** A request that differs in nothing else. */
  readonly other: Partial<PutObjectCommandInput>;
}

const cases: readonly Case[] = [
  {
    key: "s3:x-amz-acl",
    request: { ACL: "bucket-owner-full-control" },
    value: "bucket-owner-full-control",
    other: { ACL: "private" },
  },
  {
    key: "s3:x-amz-server-side-encryption",
    request: { ServerSideEncryption: "AES256" },
    value: "AES256",
    other: {},
  },
  { key: "s3:x-amz-storage-class", request: { StorageClass: "STANDARD_IA" }, value: "STANDARD_IA", other: {} },
  {
    key: "s3:x-amz-website-redirect-location",
    request: { WebsiteRedirectLocation: "/there" },
    value: "/there",
    other: { WebsiteRedirectLocation: "/elsewhere" },
  },
  { key: "s3:if-none-match", request: { IfNoneMatch: "*" }, value: "*", other: {} },
  {
    key: "s3:RequestObjectTag/team",
    request: { Tagging: "team=data" },
    value: "data",
    other: { Tagging: "team=other" },
  },
];

describe("a condition on a header of PutObject lets that value through and no other", () => {
  test.each(cases)("$key", async ({ key, request, value, other }) => {
    await using world = await twoAccounts();
    await bucketOfB(world, { ownership: "ObjectWriter" });
    await allowWhen(world, { StringEquals: { [key]: value } });
    const put = (more: Partial<PutObjectCommandInput>) =>
      world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ...more }));
    expect((await errorOf(put(other))).code).toBe("AccessDenied");
    await put(request);
  });

  test.each([
    ["full-control", "GrantFullControl"],
    ["read", "GrantRead"],
    ["read-acp", "GrantReadACP"],
    ["write-acp", "GrantWriteACP"],
  ] as const)("s3:x-amz-grant-%s", async (name, member) => {
    await using world = await twoAccounts();
    await bucketOfB(world, { ownership: "ObjectWriter" });
    const header = (account: { readonly canonicalUserId: string }) => `id="${account.canonicalUserId}"`;
    await allowWhen(world, { StringEquals: { [`s3:x-amz-grant-${name}`]: header(world.accountB) } });
    const put = (grant: string) =>
      world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", [member]: grant }));
    expect((await errorOf(put(header(world.accountA)))).code).toBe("AccessDenied");
    await put(header(world.accountB));
  });
});

test("copies carry their source and directive", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  const own = "a-sources";
  await world.a.s3.send(new CreateBucketCommand({ Bucket: own }));
  for (const Key of ["open/k", "closed/k"]) {
    await world.a.s3.send(new PutObjectCommand({ Bucket: own, Key, Body: "x" }));
  }
  await allowWhen(world, {
    StringLike: { "s3:x-amz-copy-source": `${own}/open/*` },
    StringEquals: { "s3:x-amz-metadata-directive": "REPLACE" },
  });
  const copy = (key: string, MetadataDirective?: "REPLACE") =>
    world.a.s3.send(new CopyObjectCommand({ Bucket, Key: "k", CopySource: `/${own}/${key}`, MetadataDirective }));
  expect((await errorOf(copy("closed/k", "REPLACE"))).code).toBe("AccessDenied");
  expect((await errorOf(copy("open/k"))).code).toBe("AccessDenied");
  await copy("open/k", "REPLACE");
});

test("the way of signing shows: authType, signature version and age, content hash", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world);
  await put("k", "x");
  const url = (at: number) =>
    presigned(
      world.emulator,
      { target: `/${Bucket}/k` },
      { keys: world.accountA, service: "s3", expiresSeconds: 3600, at },
    );
  const now = world.emulator.clock.now();
  const conditions = {
    StringEquals: { "s3:authType": "REST-QUERY-STRING", "s3:signatureversion": "AWS4-HMAC-SHA256" },
    NumericLessThan: { "s3:signatureAge": "600000" },
  };
  await allowWhen(world, conditions, "s3:GetObject");
  expect((await send(world.emulator, url(now))).status).toBe(200);
  expect((await send(world.emulator, url(now - 700_000))).status).toBe(403);
  const byHeader = world.a.s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
  expect((await errorOf(byHeader)).code).toBe("AccessDenied");
  await allowWhen(world, { StringEquals: { "s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD" } }, "s3:GetObject");
  expect((await send(world.emulator, url(now))).status).toBe(403);
  const emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  await allowWhen(world, { StringEquals: { "s3:x-amz-content-sha256": emptySha256 } }, "s3:GetObject");
  await world.a.s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
});

test("the resource's account is the bucket owner's, also for an object of the caller's own", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world, { ownership: "ObjectWriter" });
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: "s3:*" });
  const put = (keys: typeof world.accountA | Awaited<ReturnType<typeof makeUser>>["keys"]) =>
    world.clientsOf(keys).s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  const onlyIn = (account: string) => ({
    Action: ["s3:PutObject", "s3:GetObject"],
    Resource: "*",
    Condition: { StringEquals: { "s3:ResourceAccount": account, "aws:ResourceAccount": account } },
  });
  const inB = await makeUser(world.a, "in-b", onlyIn(world.accountB.id));
  const inA = await makeUser(world.a, "in-a", onlyIn(world.accountA.id));
  expect((await errorOf(put(inA.keys))).code).toBe("AccessDenied");
  await put(inB.keys);
  const get = (keys: typeof inA.keys) => world.clientsOf(keys).s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
  expect((await errorOf(get(inA.keys))).code).toBe("AccessDenied");
  await get(inB.keys);
});

test("a named version shows", async () => {
  await using world = await twoAccounts();
  const { put, s3 } = await bucketOfB(world);
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  const [first, second] = [await put("k", "1"), await put("k", "2")];
  await allowWhen(world, { StringEquals: { "s3:VersionId": first.VersionId } }, "s3:GetObjectVersion");
  const get = (VersionId?: string) => world.a.s3.send(new GetObjectCommand({ Bucket, Key: "k", VersionId }));
  await get(first.VersionId);
  expect((await errorOf(get(second.VersionId))).code).toBe("AccessDenied");
  expect((await errorOf(get())).code).toBe("AccessDenied");
});

test("creating a bucket shows its location and its ownership", async () => {
  await using world = await twoAccounts();
  const condition = {
    StringEquals: { "s3:LocationConstraint": "eu-west-1", "s3:x-amz-object-ownership": "BucketOwnerEnforced" },
  };
  const { keys } = await makeUser(
    world.a,
    "creator",
    { Action: "s3:CreateBucket", Resource: "*", Condition: condition },
    { Action: "s3:PutBucketOwnershipControls", Resource: "*" },
  );
  const create = (more: Partial<CreateBucketCommandInput>) =>
    world.clientsOf(keys).s3.send(new CreateBucketCommand({ Bucket, ...more }));
  const inIreland = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } } as const;
  expect((await errorOf(create({ ObjectOwnership: "BucketOwnerEnforced" }))).code).toBe("AccessDenied");
  expect((await errorOf(create(inIreland))).code).toBe("AccessDenied");
  await create({ ...inIreland, ObjectOwnership: "BucketOwnerEnforced" });
});

test("creating a bucket with tags needs the permission to tag, and shows the tags", async () => {
  await using world = await twoAccounts();
  const { keys } = await makeUser(
    world.a,
    "tagger",
    { Action: "s3:CreateBucket", Resource: "*" },
    { Action: "s3:TagResource", Resource: "*", Condition: { StringEquals: { "aws:RequestTag/team": "data" } } },
    { Action: "s3:GetBucketTagging", Resource: "*" },
  );
  const { s3 } = world.clientsOf(keys);
  const create = (Value: string) =>
    s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags: [{ Key: "team", Value }] } }));
  expect((await errorOf(create("sales"))).code).toBe("AccessDenied");
  await create("data");
  const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
  expect(TagSet).toEqual([{ Key: "team", Value: "data" }]);
});

describe("aws:PrincipalIsAWSService is no key of a request that nobody signed", () => {
  const Condition = { Bool: { "aws:PrincipalIsAWSService": "false" } };
  const everyone = { Principal: "*", Action: "s3:GetObject" };

  test.for([
    ["an allow by it lets only signed requests in", [{ ...everyone, Condition }], [403, "x"]],
    ["a deny by it misses the others", [everyone, { ...everyone, Effect: "Deny", Condition }], [200, undefined]],
  ] as const)("%s", async ([, statements, outcome]) => {
    await using world = await twoAccounts();
    const { put } = await bucketOfB(world, { open: true });
    await putPolicy(world, ...statements);
    await put("k", "x");
    const { status } = await fetch(`${world.emulator.url}/${Bucket}/k`);
    expect([status, await read(world.a, "k").catch(() => undefined)]).toEqual(outcome);
  });
});

test("an object's tags are no condition keys of its deletion, and are ones of its reading", async () => {
  await using world = await twoAccounts();
  const { put } = await bucketOfB(world);
  const Condition = { StringEquals: { "s3:ExistingObjectTag/trash": "yes" } };
  const all = { Action: "s3:*", Resource: "*" };
  const tagged = await makeUser(world.b, "tagged", { ...all, Condition });
  const untagged = await makeUser(world.b, "untagged", all, { ...all, Effect: "Deny", Condition });
  const attempts = async ({ keys }: typeof tagged) => {
    await put("k", "x", { Tagging: "trash=yes" });
    const { s3 } = world.clientsOf(keys);
    const passes = (sent: Promise<unknown>) =>
      sent.then(
        () => true,
        () => false,
      );
    return {
      reads: await passes(s3.send(new GetObjectCommand({ Bucket, Key: "k" }))),
      deletes: await passes(s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }))),
    };
  };
  expect(await attempts(tagged)).toEqual({ reads: true, deletes: false });
  expect(await attempts(untagged)).toEqual({ reads: false, deletes: true });
});
