import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";
import { Bucket, bucketOfB, putPolicy, read } from "./support.ts";

/** An object that A owns in B's bucket, whose policy lets A do anything. */
async function foreignObject(world: TwoAccounts): Promise<void> {
  await bucketOfB(world, { ownership: "ObjectWriter" });
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: "s3:*" });
  await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
}

test("the bucket's owner may delete what it cannot read", async () => {
  await using world = await twoAccounts();
  await foreignObject(world);
  expect((await errorOf(read(world.b, "k"))).code).toBe("AccessDenied");
  await world.b.s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect((await errorOf(read(world.b, "k"))).code).toBe("NoSuchKey");
});

test("deleting it is the bucket owner's to allow: to a third account, and not to its writer by itself", async () => {
  await using world = await twoAccounts();
  await foreignObject(world);
  const c = world.emulator.addAccount({ id: "444444444444" });
  const clients = world.clientsOf(c);
  await putPolicy(
    world,
    { Principal: { AWS: world.accountA.id }, Action: "s3:PutObject" },
    { Principal: { AWS: c.id }, Action: "s3:DeleteObject" },
  );
  const remove = ({ s3 }: typeof clients) => s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect((await errorOf(remove(world.a))).code).toBe("AccessDenied");
  await remove(clients);
  expect((await errorOf(read(world.b, "k"))).code).toBe("NoSuchKey");
});

test("an explicit deny of the bucket's owner reaches the object's owner too", async () => {
  await using world = await twoAccounts();
  await foreignObject(world);
  expect(await read(world.a, "k")).toBe("x");
  const resource = `arn:aws:s3:::${Bucket}/*`;
  const deny = { Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: resource };
  await putPolicy(world, deny);
  expect((await errorOf(read(world.a, "k"))).code).toBe("AccessDenied");
});

test("the object's owner reads it by its own account's policies alone", async () => {
  await using world = await twoAccounts();
  await foreignObject(world);
  const reader = await makeUser(world.a, "reader", { Action: "s3:GetObject", Resource: "*" });
  const nobody = await makeUser(world.a, "nobody");
  expect(await read(world.clientsOf(reader.keys), "k")).toBe("x");
  expect((await errorOf(read(world.clientsOf(nobody.keys), "k"))).message).toBe(
    `User: ${nobody.arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${Bucket}/k" because no identity-based policy allows the s3:GetObject action`,
  );
});

test("a list that grants B lets B's users in who may read by their own policies", async () => {
  await using world = await twoAccounts();
  await foreignObject(world);
  const put = new PutObjectCommand({ Bucket, Key: "k", Body: "x", ACL: "bucket-owner-full-control" });
  await world.a.s3.send(put);
  const reader = await makeUser(world.b, "reader", { Action: "s3:GetObject", Resource: "*" });
  const nobody = await makeUser(world.b, "nobody");
  expect(await read(world.clientsOf(reader.keys), "k")).toBe("x");
  expect((await errorOf(read(world.clientsOf(nobody.keys), "k"))).code).toBe("AccessDenied");
});

test("what a role writes belongs to the role's account", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world, { ownership: "ObjectWriter" });
  const roleArn = await makeRole(world.a, "delivery", trusting({ AWS: world.accountA.id }), {
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${Bucket}/*`,
  });
  const user = await makeUser(world.a, "starter", { Action: "sts:AssumeRole", Resource: roleArn });
  const session = world.clientsOf(await assume(world.clientsOf(user.keys), roleArn));
  const put = () => session.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  expect(await errorOf(put())).toEqual({ code: "AccessDenied", message: "Access Denied", status: 403 });
  await putPolicy(world, { Principal: { AWS: roleArn }, Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` });
  await put();
  expect((await errorOf(session.s3.send(new GetObjectCommand({ Bucket, Key: "k" })))).code).toBe("AccessDenied");
  expect(await read(world.a, "k")).toBe("x");
});

test("deleting many: each key is decided by itself", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  await putPolicy(world, {
    Principal: { AWS: world.accountA.id },
    Action: "s3:DeleteObject",
    Resource: `arn:aws:s3:::${Bucket}/mine/*`,
  });
  const Objects = [{ Key: "mine/k" }, { Key: "theirs/k" }];
  const { Deleted, Errors } = await world.a.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toEqual([{ Key: "mine/k" }]);
  expect(Errors).toEqual([{ Key: "theirs/k", Code: "AccessDenied", Message: "Access Denied" }]);
});

test("an account's own Block Public Access binds buckets that block nothing", async () => {
  await using world = await twoAccounts();
  const publicAccessBlock = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: false,
  };
  const c = world.emulator.addAccount({ id: "555555555555", publicAccessBlock });
  const clients = world.clientsOf(c);
  const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::of-c/*" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const open = async (by: typeof clients, name: string) => {
    await by.s3.send(new CreateBucketCommand({ Bucket: name }));
    await by.s3.send(new DeletePublicAccessBlockCommand({ Bucket: name }));
    await by.s3.send(new PutBucketPolicyCommand({ Bucket: name, Policy: Policy.replace("of-c", name) }));
  };
  expect((await errorOf(open(clients, "of-c"))).message).toContain("BlockPublicPolicy");
  await open(world.b, "of-b");
});
