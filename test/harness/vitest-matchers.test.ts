import { expect, test } from "vitest";
import { storedObject } from "../../harness/stored-object.ts";
import "../../harness/vitest.ts";

const accountA = { canonicalUserId: "a".repeat(64), title: "account A" };
const accountB = { canonicalUserId: "b".repeat(64), title: "account B" };
const object = storedObject("report", Buffer.from("This is a pen"), {
  owner: accountB.canonicalUserId,
  grants: [{ grantee: accountB.canonicalUserId, permission: "FULL_CONTROL" }],
});

test("vitest checks contents, owner and grants", () => {
  expect(object).toHaveContents("This is a pen");
  expect(object).toBeOwnedBy(accountB);
  expect(object).not.toBeOwnedBy(accountA);
  expect(object).toGrant([[accountB, "FULL_CONTROL"]]);
});

test("vitest refuses other contents, owners and grants, and says what was there", () => {
  expect(() => expect(object).toHaveContents("This is a pencil")).toThrow(
    "expected 'This is a pencil'\nreceived 'This is a pen'",
  );
  expect(() => expect(object).not.toBeOwnedBy(accountB)).toThrow(
    `expected not canonical user ID ${accountB.canonicalUserId} (account B)`,
  );
  expect(() => expect(object).toGrant([[accountA, "FULL_CONTROL"]])).toThrow("received");
});
