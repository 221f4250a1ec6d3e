import { describe, test, expect as vitestExpect } from "vitest";
import { expect } from "../../harness/expect.ts";
import { CheckError } from "../../harness/scenario-error.ts";
import { storedObject } from "../../harness/stored-object.ts";

const accountA = { canonicalUserId: "a".repeat(64), title: "account A" };
const accountB = { canonicalUserId: "b".repeat(64), title: "account B" };
const object = storedObject("report", Buffer.from("This is a pen"), {
  owner: accountB.canonicalUserId,
  grants: [{ grantee: accountB.canonicalUserId, permission: "FULL_CONTROL" }],
});

/** Each check with a value that passes it and one that does not. */
const cases: readonly (readonly [name: string, holds: () => void, fails: () => void])[] = [
  ["toBe", () => expect(1).toBe(1), () => expect<number>(1).toBe(2)],
  ["not.toBe", () => expect<number>(1).not.toBe(2), () => expect(1).not.toBe(1)],
  ["toEqual", () => expect({ a: [1] }).toEqual({ a: [1] }), () => expect({ a: [1] }).toEqual({ a: [2] })],
  ["toEqual, order", () => expect([1, 2]).toEqual([1, 2]), () => expect([1, 2]).toEqual([2, 1])],
  [
    "toMatchObject",
    () => expect({ a: { b: 1, c: 2 } }).toMatchObject({ a: { b: 1 } }),
    () => expect({ a: { b: 1 } }).toMatchObject({ a: { b: 1, c: 2 } }),
  ],
  ["toMatch", () => expect("2026/11").toMatch(/^\d{4}\//), () => expect("11/2026").toMatch(/^\d{4}\//)],
  [
    "toContainEqual",
    () => expect([{ a: 1 }]).toContainEqual({ a: 1 }),
    () => expect([{ a: 1 }]).toContainEqual({ a: 2 }),
  ],
  [
    "toHaveContents, text",
    () => expect(object).toHaveContents("This is a pen"),
    () => expect(object).toHaveContents("This is a pe"),
  ],
  [
    "toHaveContents, bytes",
    () => expect(object).toHaveContents(Buffer.from("This is a pen")),
    () => expect(object).toHaveContents(new Uint8Array()),
  ],
  ["toBeOwnedBy", () => expect(object).toBeOwnedBy(accountB), () => expect(object).toBeOwnedBy(accountA)],
  ["not.toBeOwnedBy", () => expect(object).not.toBeOwnedBy(accountA), () => expect(object).not.toBeOwnedBy(accountB)],
  [
    "toGrant",
    () => expect(object.acl).toGrant([[accountB, "FULL_CONTROL"]]),
    () => expect(object.acl).toGrant([[accountB, "READ"]]),
  ],
  ["toGrant, none", () => expect({ owner: "", grants: [] }).toGrant([]), () => expect(object).toGrant([])],
];

describe("checks outside a test runner", () => {
  test.each(cases)("%s holds, and fails where it should", (_name, holds, fails) => {
    vitestExpect(holds).not.toThrow();
    vitestExpect(fails).toThrow(CheckError);
  });

  test("a failure names its subject, what was expected and what was there", () => {
    vitestExpect(() => expect(object, "the object's owner").toBeOwnedBy(accountA)).toThrow(
      [
        "the object's owner is not as expected (toBeOwnedBy)",
        `  expected  canonical user ID ${accountA.canonicalUserId} (account A)`,
        `  received  canonical user ID ${accountB.canonicalUserId}`,
      ].join("\n"),
    );
  });
});
