import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  type ObjectCannedACL,
  type ObjectOwnership,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Account } from "../../../emulator/index.ts";
import { type Clients, errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";

/**
 * Who can read what was written: 3 ownership modes × canned ACL × writer × reader. The bucket policy of B allows
 * accounts A and C everything on every object, so that what it does not cover shows.
 * Source: S3 User Guide, "Controlling ownership of objects" and "How Amazon S3 authorizes a request".
 */
const modes: readonly ObjectOwnership[] = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];
const acls: readonly (ObjectCannedACL | "none")[] = [
  "none",
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
  "aws-exec-read",
  "bucket-owner-read",
  "bucket-owner-full-control",
];
type Party = "A" | "B" | "C" | "anonymous";
const writers = ["A", "B"] as const;
const readers: readonly Party[] = ["A", "B", "C", "anonymous"];

let world: TwoAccounts;
let clients: Readonly<Record<"A" | "B" | "C", Clients>>;
let accounts: Readonly<Record<"A" | "B" | "C", Account>>;

beforeAll(async () => {
  world = await twoAccounts();
  const c = world.emulator.addAccount({ id: "333333333333", name: "C" });
  clients = { A: world.a, B: world.b, C: world.clientsOf(c) };
  accounts = { A: world.accountA, B: world.accountB, C: c };
  for (const mode of modes) {
    const Bucket = bucketOf(mode);
    await world.b.s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: mode }));
    await world.b.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const statement = {
      Effect: "Allow",
      Principal: { AWS: [accounts.A.id, accounts.C.id] },
      Action: "s3:*",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
});

afterAll(() => world[Symbol.asyncDispose]());

const bucketOf = (mode: ObjectOwnership) => `landing-${mode.toLowerCase()}`;

/** What the reference says, by the three facts that decide. */
function expected(mode: ObjectOwnership, acl: ObjectCannedACL | "none", writer: "A" | "B") {
  const enforced = mode === "BucketOwnerEnforced";
  if (enforced && acl !== "none" && acl !== "bucket-owner-full-control") return "refused" as const;
  const given = mode === "BucketOwnerPreferred" && acl === "bucket-owner-full-control";
  const owner: "A" | "B" = writer === "B" || enforced || given ? "B" : "A";
  const byAcl: readonly Party[] =
    acl === "public-read" || acl === "public-read-write"
      ? readers
      : acl === "authenticated-read"
        ? ["A", "B", "C"]
        : acl.startsWith("bucket-owner-")
          ? ["B"]
          : [];
  // The bucket policy covers only what the bucket's owner owns.
  const byPolicy: readonly Party[] = owner === "B" ? ["A", "C"] : [];
  return {
    owner,
    readers: readers.filter((each) => each === owner || byAcl.includes(each) || byPolicy.includes(each)),
  };
}

async function canRead(reader: Party, Bucket: string, Key: string): Promise<boolean> {
  if (reader === "anonymous") {
    const response = await fetch(`${world.emulator.url}/${Bucket}/${Key}`);
    expect([200, 403]).toContain(response.status);
    return response.status === 200;
  }
  try {
    const { Body } = await clients[reader].s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) === "content";
  } catch (error) {
    expect((error as Error).name).toBe("AccessDenied");
    return false;
  }
}

describe.each(modes)("%s", (mode) => {
  describe.each(acls)("with ACL %s", (acl) => {
    test.each(writers)("written by %s", async (writer) => {
      const [Bucket, Key] = [bucketOf(mode), `${acl}-by-${writer}`];
      const outcome = expected(mode, acl, writer);
      const put = clients[writer].s3.send(
        new PutObjectCommand({ Bucket, Key, Body: "content", ...(acl !== "none" && { ACL: acl }) }),
      );
      if (outcome === "refused") {
        expect(await errorOf(put)).toEqual({
          code: "AccessControlListNotSupported",
          message: "The bucket does not allow ACLs",
          status: 400,
        });
        return;
      }
      await put;
      const shown = await clients[outcome.owner].s3.send(new GetObjectAclCommand({ Bucket, Key }));
      expect(shown.Owner?.ID).toBe(accounts[outcome.owner].canonicalUserId);
      expect(shown.Grants?.[0]).toEqual({
        Grantee: { ID: accounts[outcome.owner].canonicalUserId, Type: "CanonicalUser" },
        Permission: "FULL_CONTROL",
      });
      const found = [];
      for (const reader of readers) if (await canRead(reader, Bucket, Key)) found.push(reader);
      expect(found).toEqual(outcome.readers);
    });
  });
});

/** Grants that are spelled out: whom they let read, and whether they amount to the bucket owner's full control. */
const grants: readonly {
  readonly name: string;
  readonly headers: () => Partial<PutObjectCommandInput>;
  readonly lets: readonly Party[];
  readonly isOwnersFullControl?: boolean;
}[] = [
  {
    name: "full control of B",
    headers: () => ({ GrantFullControl: `id=${accounts.B.canonicalUserId}` }),
    lets: ["B"],
    isOwnersFullControl: true,
  },
  { name: "reading by C", headers: () => ({ GrantRead: `id="${accounts.C.canonicalUserId}"` }), lets: ["C"] },
  {
    name: "full control of A and reading by B",
    headers: () => ({
      GrantFullControl: `id="${accounts.A.canonicalUserId}"`,
      GrantRead: `id="${accounts.B.canonicalUserId}"`,
    }),
    lets: ["A", "B"],
  },
  {
    name: "reading by everyone",
    headers: () => ({ GrantRead: "uri=http://acs.amazonaws.com/groups/global/AllUsers" }),
    lets: readers,
  },
  {
    name: "reading of the list alone by C",
    headers: () => ({ GrantReadACP: `id="${accounts.C.canonicalUserId}"` }),
    lets: [],
  },
];

describe.each(modes)("%s", (mode) => {
  describe.each(grants)("with grants: $name", ({ name, headers, lets, isOwnersFullControl = false }) => {
    test.each(writers)("written by %s", async (writer) => {
      const [Bucket, Key] = [bucketOf(mode), `${name.replaceAll(" ", "-")}-by-${writer}`];
      const put = clients[writer].s3.send(new PutObjectCommand({ Bucket, Key, Body: "content", ...headers() }));
      const enforced = mode === "BucketOwnerEnforced";
      if (enforced && !isOwnersFullControl) {
        expect((await errorOf(put)).code).toBe("AccessControlListNotSupported");
        return;
      }
      await put;
      // Only the canned ACL gives an object away under BucketOwnerPreferred.
      const owner = enforced ? "B" : writer;
      const shown = await clients[owner].s3.send(new GetObjectAclCommand({ Bucket, Key }));
      expect(shown.Owner?.ID).toBe(accounts[owner].canonicalUserId);
      const byPolicy: readonly Party[] = owner === "B" ? ["A", "C"] : [];
      const found = [];
      for (const reader of readers) if (await canRead(reader, Bucket, Key)) found.push(reader);
      expect(found).toEqual(
        readers.filter((each) => each === owner || byPolicy.includes(each) || (!enforced && lets.includes(each))),
      );
    });
  });
});

describe("changing the mode of a bucket that holds objects", () => {
  const Bucket = bucketOf("ObjectWriter");
  const change = (mode: ObjectOwnership) =>
    world.b.s3.send(
      new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: mode }] } }),
    );
  const ownerOf = async (Key: string, asker: "A" | "B") => {
    const { Owner } = await clients[asker].s3.send(new GetObjectAclCommand({ Bucket, Key }));
    return Owner?.ID;
  };

  test("Enforced takes every object over while it lasts, and its own for good", async () => {
    await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "before", Body: "content" }));
    expect(await canRead("B", Bucket, "before")).toBe(false);
    await change("BucketOwnerEnforced");
    expect(await canRead("B", Bucket, "before")).toBe(true);
    expect(await ownerOf("before", "B")).toBe(accounts.B.canonicalUserId);
    await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "during", Body: "content" }));
    await change("ObjectWriter");
    expect(await canRead("B", Bucket, "before")).toBe(false);
    expect(await ownerOf("before", "A")).toBe(accounts.A.canonicalUserId);
    expect(await ownerOf("during", "B")).toBe(accounts.B.canonicalUserId);
  });

  test("Preferred changes only what is written from then on", async () => {
    const put = (Key: string) =>
      world.a.s3.send(new PutObjectCommand({ Bucket, Key, Body: "content", ACL: "bucket-owner-full-control" }));
    await put("earlier");
    await change("BucketOwnerPreferred");
    await put("later");
    expect(await ownerOf("earlier", "A")).toBe(accounts.A.canonicalUserId);
    expect(await ownerOf("later", "B")).toBe(accounts.B.canonicalUserId);
    await change("ObjectWriter");
  });
});
