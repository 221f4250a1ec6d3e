import { describe, expect, test } from "vitest";
import { type CannedAcl, ec2CanonicalUserId, type Grant, groups } from "../../../emulator/s3/acl.ts";
import {
  type ObjectOwnership,
  objectOwnerships,
  ownershipOfWrite,
  type RequestedAcl,
} from "../../../emulator/s3/ownership.ts";

const [a, b] = ["a".repeat(64), "b".repeat(64)];
const user = (id: string, permission: Grant["permission"]): Grant => ({
  grantee: { kind: "canonical-user", id },
  permission,
});
const group = (uri: string, permission: Grant["permission"]): Grant => ({
  grantee: { kind: "group", uri },
  permission,
});

/** What each canned ACL adds to the owner's own full control, for a writer who is not the bucket's owner. */
const added: Readonly<Record<Exclude<CannedAcl, "log-delivery-write">, readonly Grant[]>> = {
  private: [],
  "public-read": [group(groups.allUsers, "READ")],
  "public-read-write": [group(groups.allUsers, "READ"), group(groups.allUsers, "WRITE")],
  "authenticated-read": [group(groups.authenticatedUsers, "READ")],
  "aws-exec-read": [user(ec2CanonicalUserId, "READ")],
  "bucket-owner-read": [user(b, "READ")],
  "bucket-owner-full-control": [user(b, "FULL_CONTROL")],
};
const canned = Object.keys(added) as (keyof typeof added)[];

const explicit: readonly (readonly [string, readonly Grant[]])[] = [
  ["full control of the bucket owner", [user(b, "FULL_CONTROL")]],
  ["full control of the writer", [user(a, "FULL_CONTROL")]],
  ["reading by the bucket owner", [user(b, "READ")]],
  ["reading by everyone", [group(groups.allUsers, "READ")]],
  ["both in full control", [user(a, "FULL_CONTROL"), user(b, "FULL_CONTROL")]],
];

const write = (ownership: ObjectOwnership, writer: string, acl: RequestedAcl) =>
  ownershipOfWrite({ ownership, acl, writer, bucketOwner: b });
const owned = (owner: string, ...grants: readonly Grant[]) => ({ kind: "owned", owner, acl: { owner, grants } });
const refused = { kind: "acl-not-supported" };

test.each(objectOwnerships)("%s: without an ACL the owner alone has full control", (ownership) => {
  const owner = ownership === "BucketOwnerEnforced" ? b : a;
  expect(write(ownership, a, { kind: "none" })).toEqual(owned(owner, user(owner, "FULL_CONTROL")));
  expect(write(ownership, b, { kind: "none" })).toEqual(owned(b, user(b, "FULL_CONTROL")));
});

describe("BucketOwnerEnforced", () => {
  test.each(canned)("with %s", (name) => {
    const expected = name === "bucket-owner-full-control" ? owned(b, user(b, "FULL_CONTROL")) : refused;
    expect(write("BucketOwnerEnforced", a, { kind: "canned", name })).toEqual(expected);
    expect(write("BucketOwnerEnforced", b, { kind: "canned", name })).toEqual(expected);
  });

  test.each(explicit)("with %s", (name, grants) => {
    const isTaken = name === "full control of the bucket owner";
    expect(write("BucketOwnerEnforced", a, { kind: "grants", grants })).toEqual(
      isTaken ? owned(b, user(b, "FULL_CONTROL")) : refused,
    );
  });
});

describe("BucketOwnerPreferred", () => {
  test.each(canned)("with %s", (name) => {
    const expected =
      name === "bucket-owner-full-control"
        ? owned(b, user(b, "FULL_CONTROL"))
        : owned(a, user(a, "FULL_CONTROL"), ...added[name]);
    expect(write("BucketOwnerPreferred", a, { kind: "canned", name })).toEqual(expected);
  });

  test.each(explicit)("with %s: only the canned ACL gives an object away", (_name, grants) => {
    expect(write("BucketOwnerPreferred", a, { kind: "grants", grants })).toEqual(owned(a, ...grants));
  });
});

describe("ObjectWriter", () => {
  test.each(canned)("with %s", (name) => {
    expect(write("ObjectWriter", a, { kind: "canned", name })).toEqual(
      owned(a, user(a, "FULL_CONTROL"), ...added[name]),
    );
  });

  test.each(explicit)("with %s: the list is what was sent", (_name, grants) => {
    expect(write("ObjectWriter", a, { kind: "grants", grants })).toEqual(owned(a, ...grants));
  });
});

test.each(canned)("the bucket's owner writes with %s for itself, whatever the mode", (name) => {
  const more = name.startsWith("bucket-owner-") ? [] : added[name];
  for (const ownership of ["BucketOwnerPreferred", "ObjectWriter"] as const) {
    expect(write(ownership, b, { kind: "canned", name })).toEqual(owned(b, user(b, "FULL_CONTROL"), ...more));
  }
});
