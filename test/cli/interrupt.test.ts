import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { Interrupt, type InterruptSettings } from "../../cli/interrupt.ts";
import { capture } from "../support/streams.ts";

/** Signals that a test sends, and exits that it sees. */
function fakeProcess() {
  const exits: (number | string | null | undefined)[] = [];
  const source = Object.assign(new EventEmitter(), {
    exit: ((code?: number) => void exits.push(code)) as unknown as NodeJS.Process["exit"],
  });
  return { source: source as unknown as NonNullable<InterruptSettings["source"]> & EventEmitter, exits };
}

function begin(settings: Partial<InterruptSettings> = {}) {
  const { source, exits } = fakeProcess();
  const { stderr, written } = capture();
  let nowMs = 0;
  const interrupt = new Interrupt({ stderr, source, stopwatch: () => nowMs, ...settings });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { interrupt, source, exits, pass, said: () => written().stderr.split("\n").slice(0, -1) };
}

test("a signal ends the run and tells how far the removal is", () => {
  const { interrupt, source, exits, said } = begin();
  const gone = ["role r", "bucket b", "key k"].map((what) => interrupt.remaining.add(what));
  gone.pop()?.();
  expect(interrupt.signal.aborted).toBe(false);
  expect(interrupt.exitCode).toBeUndefined();
  source.emit("SIGINT", "SIGINT");
  expect(interrupt.signal.reason).toMatchObject({ name: "InterruptedError", message: "interrupted by SIGINT" });
  expect(interrupt.exitCode).toBe(130);
  for (const each of gone) each();
  // A creation that was on its way.
  interrupt.remaining.add("log group l")();
  expect(said()).toEqual([
    "crosscheck: interrupted by SIGINT: removing what was made (0 of 2); once more leaves at once",
    "crosscheck: removing what was made (1 of 2)",
    "crosscheck: removing what was made (2 of 2)",
    "crosscheck: removing what was made (3 of 3)",
  ]);
  expect(exits).toEqual([]);
});

test("a second signal leaves at once, and says what stays and how to remove it", () => {
  const { interrupt, source, exits, pass, said } = begin({ afterwards: "`crosscheck sweep --run abc` removes it" });
  interrupt.remaining.add("role r of account A");
  source.emit("SIGTERM", "SIGTERM");
  pass(1_001);
  expect(exits).toEqual([]);
  source.emit("SIGINT", "SIGINT");
  expect(exits).toEqual([130]);
  expect(said().slice(1)).toEqual([
    "crosscheck: left at once: 1 not removed; `crosscheck sweep --run abc` removes it",
    "crosscheck:   role r of account A",
  ]);
});

test("the same Ctrl-C, passed on by another process, is no second one", () => {
  const { source, exits, pass } = begin();
  source.emit("SIGINT", "SIGINT");
  pass(1_000);
  source.emit("SIGINT", "SIGINT");
  expect(exits).toEqual([]);
});

test("SIGTERM has an exit code of its own", () => {
  const { interrupt, source } = begin();
  source.emit("SIGTERM", "SIGTERM");
  expect(interrupt.exitCode).toBe(143);
});

test("a run whose time is over has failed", async () => {
  const { interrupt, said } = begin({ timeoutMs: 1 });
  await new Promise((resolve) => interrupt.signal.addEventListener("abort", resolve));
  expect(interrupt.exitCode).toBe(1);
  expect(said()).toEqual(["crosscheck: its time of 1 ms is over: ending what goes on; Ctrl-C leaves at once"]);
});

test("what a run could not remove is counted in the end, with how to remove it", () => {
  const known = begin({ afterwards: "`crosscheck sweep --run abc` removes them" });
  known.interrupt.tellRemaining();
  known.interrupt.remaining.add("role r of account A");
  known.interrupt.tellRemaining();
  expect(known.said()).toEqual(["crosscheck: 1 left behind; `crosscheck sweep --run abc` removes them"]);
});

test("where what was made goes with the target, nothing is said of it", () => {
  const { interrupt, said } = begin();
  interrupt.remaining.add("role r of account A");
  interrupt.tellRemaining();
  expect(said()).toEqual([]);
});

test("signals after the run are the process's own again", () => {
  const { interrupt, source } = begin();
  expect(source.listenerCount("SIGINT")).toBe(1);
  interrupt[Symbol.dispose]();
  expect(["SIGINT", "SIGTERM"].map((name) => source.listenerCount(name))).toEqual([0, 0]);
});
