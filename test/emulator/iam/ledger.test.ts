import { expect, test } from "vitest";
import { Ledger } from "../../../emulator/iam/ledger.ts";

/** A ledger whose others see it 10 ms late unless told otherwise for each change, and the hands of its clock. */
function ledgerAt(start: number, ...delaysMs: readonly number[]) {
  let now = start;
  const remaining = [...delaysMs];
  const ledger = new Ledger<string>(
    () => now,
    () => remaining.shift() ?? 10,
  );
  return { ledger, at: (ms: number) => (now = ms) };
}

test("shows a value to others once the delay has passed", () => {
  const { ledger, at } = ledgerAt(0);
  ledger.save("key", "one");
  expect([ledger.get("key"), ledger.seen("key")]).toEqual(["one", undefined]);
  at(9);
  expect(ledger.seen("key")).toBe(undefined);
  at(10);
  expect(ledger.seen("key")).toBe("one");
});

test("shows each of several changes when its own time has come", () => {
  const { ledger, at } = ledgerAt(0);
  ledger.save("key", "one");
  at(5);
  ledger.save("key", "two");
  at(12);
  ledger.delete("key");
  expect([ledger.get("key"), ledger.seen("key")]).toEqual([undefined, "one"]);
  at(15);
  expect(ledger.seen("key")).toBe("two");
  at(22);
  expect(ledger.seen("key")).toBe(undefined);
  expect([...ledger.values()]).toEqual([]);
});

test("does not go back to a change that spreads more slowly than the one after it", () => {
  const { ledger, at } = ledgerAt(0, 30, 10);
  ledger.save("key", "one");
  ledger.save("key", "two");
  at(10);
  expect(ledger.seen("key")).toBe("two");
  at(30);
  expect(ledger.seen("key")).toBe("two");
});

test("shows everything at once where there is no delay", () => {
  const { ledger } = ledgerAt(0, 0, 0);
  ledger.save("key", "one");
  expect(ledger.seen("key")).toBe("one");
  ledger.delete("key");
  expect(ledger.seen("key")).toBe(undefined);
});
