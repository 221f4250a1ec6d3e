import { expect, test } from "vitest";
import { Delayed } from "../../../emulator/model/delayed.ts";

/** A value whose changes take these times, one after the other, and the hands of its clock. */
function delayed(...delaysMs: readonly number[]) {
  let now = 0;
  const remaining = [...delaysMs];
  const value = new Delayed<string>(
    "initial",
    () => now,
    () => remaining.shift() ?? 0,
  );
  return { value, at: (ms: number) => (now = ms) };
}

test("shows a change at once to whoever makes it, and to others when its time has come", () => {
  const { value, at } = delayed(10);
  value.change("one");
  expect([value.newest, value.seen, value.isSettled]).toEqual(["one", "initial", false]);
  at(9);
  expect(value.seen).toBe("initial");
  at(10);
  expect([value.seen, value.isSettled]).toEqual(["one", true]);
});

test("shows it to others at once, too, where there is no delay", () => {
  const { value } = delayed(0);
  value.change("one");
  expect([value.newest, value.seen, value.isSettled]).toEqual(["one", "one", true]);
});

test("does not go back to an older change that spreads more slowly", () => {
  const { value, at } = delayed(30, 10);
  value.change("one");
  value.change("two");
  at(10);
  expect(value.seen).toBe("two");
  at(30);
  expect(value.seen).toBe("two");
});

test("lets an older change be seen while the newer one spreads", () => {
  const { value, at } = delayed(10, 30);
  value.change("one");
  value.change("two");
  at(10);
  expect([value.seen, value.newest]).toEqual(["one", "two"]);
  at(30);
  expect(value.seen).toBe("two");
});
