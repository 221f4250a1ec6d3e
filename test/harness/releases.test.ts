import { expect, test } from "vitest";
import { Releases } from "../../harness/releases.ts";

test("releases the last first, goes on after a failure, and says what failed first", async () => {
  const released: string[] = [];
  const releases = new Releases();
  releases.defer(() => void released.push("one"));
  releases.defer(() => Promise.reject(new Error("two")));
  releases.use({ [Symbol.asyncDispose]: async () => void released.push("three") });
  await expect(releases[Symbol.asyncDispose]()).rejects.toThrow("two");
  expect(released).toEqual(["three", "one"]);
  await releases[Symbol.asyncDispose]();
  expect(released).toHaveLength(2);
});

test("what is handed on is another's to release", async () => {
  let released = 0;
  const releases = new Releases();
  releases.defer(() => void released++);
  const others = releases.handOn();
  await releases[Symbol.asyncDispose]();
  expect(released).toBe(0);
  await others[Symbol.asyncDispose]();
  expect(released).toBe(1);
});
