import { describe, expect, test } from "vitest";
import type { RunEvent, ScenarioResult } from "../../harness/result.ts";
import { waitText } from "../../report/going-on.ts";
import { textReport } from "../../report/text.ts";

/** A report whose time passes and whose ticks come by hand. */
function reporting(terminal: { readonly isTTY?: boolean; readonly columns?: number }, steps: "all" | "of-failed") {
  let text = "";
  let nowMs = 0;
  let tick: (() => void) | undefined;
  const report = textReport({
    output: { write: (more) => (text += more), ...terminal },
    steps,
    now: () => nowMs,
    ticker: (each) => {
      tick = each;
      return () => {
        tick = undefined;
      };
    },
  });
  return {
    isTicking: () => tick !== undefined,
    /** What was written since the last call. */
    written(): string {
      const all = text;
      text = "";
      return all;
    },
    tell(...events: readonly RunEvent[]): void {
      for (const event of events) {
        nowMs += 100;
        report.onEvent(event);
      }
    },
    pass(ms: number): void {
      nowMs += ms;
      tick?.();
    },
  };
}

const started = (name: string): RunEvent => ({ kind: "scenario-started", name, title: "it arrives", setting: [] });
const stepStarted = (scenario: string, title: string, depth = 0): RunEvent => ({
  kind: "step-started",
  title,
  phase: "given",
  depth,
  scenario,
});
const stepEnded = (scenario: string, title: string, depth = 0): RunEvent => ({
  kind: "step-ended",
  step: { title, kind: "action", phase: "given", verdict: { kind: "passed" }, durationMs: 1, facts: [], steps: [] },
  depth,
  scenario,
});
const ended = (name: string): RunEvent => {
  const setting: ScenarioResult["setting"] = [];
  const verdict = { kind: "passed" } as const;
  return {
    kind: "scenario-ended",
    result: { name, title: "it arrives", verdict, durationMs: 1, setting, steps: [], leftBehind: [] },
  };
};
const waiting = (scenario: string): RunEvent => ({
  kind: "waiting",
  phase: "outcome",
  scenario,
  wait: {
    awaited: "an object",
    elapsedMs: 61_000,
    expectedMs: 60_000,
    deadlineMs: 600_000,
    lastSeen: "an empty bucket",
  },
});

/** Without what moves the cursor and erases. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
const plain = (text: string) => text.replaceAll(/\u001b\[[?\d;]*[a-zA-Z]/g, "");

describe("progress on a terminal", () => {
  const terminal = { isTTY: true, columns: 120 };

  test("shows a line for each scenario that is being played, with the innermost step", () => {
    const report = reporting(terminal, "of-failed");
    report.tell(started("one"), started("two"), stepStarted("one", "make a bucket"), stepStarted("two", "make a role"));
    report.written();
    report.tell(stepStarted("two", "wait for it", 1));
    report.pass(0);
    expect(plain(report.written())).toContain("· two: wait for it");
    report.pass(61_000);
    expect(plain(report.written())).toContain("· one (61 s): make a bucket\n· two (61 s): wait for it");
  });

  test("shows the step around when the innermost has ended, and nothing when all have", () => {
    const report = reporting(terminal, "of-failed");
    report.tell(started("one"), stepStarted("one", "outer"), stepStarted("one", "inner", 1));
    report.written();
    report.tell(stepEnded("one", "inner", 1));
    expect(plain(report.written())).toContain("· one: outer");
    report.tell(stepEnded("one", "outer"));
    expect(plain(report.written())).toBe("");
  });

  test("wipes the lines before one that stays, and draws them again below", () => {
    const report = reporting(terminal, "of-failed");
    report.tell(started("one"), started("two"), stepStarted("two", "make a role"));
    report.written();
    report.tell(ended("one"));
    const text = report.written();
    expect(text.indexOf("\u001b[2K")).toBeLessThan(text.indexOf("✓"));
    expect(plain(text)).toContain("one: it arrives  1 ms\n· two: make a role\n");
  });

  test("tells how it stands with a wait", () => {
    const report = reporting(terminal, "of-failed");
    report.tell(started("one"), stepStarted("one", "wait for it"), waiting("one"));
    expect(plain(report.written())).toContain(
      "· one: waiting, 61 s so far, 60 s at least, 10 min at most; seen: an empty bucket; for an object",
    );
  });

  test("cuts a line that is too long, and none where the width is not known", () => {
    const narrow = reporting({ isTTY: true, columns: 20 }, "of-failed");
    narrow.tell(started("one"), stepStarted("one", "make a large bucket"));
    expect(plain(narrow.written())).toBe("· one: make a large\n");
    const unknown = reporting({ isTTY: true, columns: 0 }, "of-failed");
    unknown.tell(started("one"), stepStarted("one", "make a large bucket"));
    expect(plain(unknown.written())).toBe("· one: make a large bucket\n");
  });

  test("ticks while a scenario is being played, and no longer", () => {
    const report = reporting(terminal, "all");
    expect(report.isTicking()).toBe(false);
    report.tell(started("one"), started("two"), ended("one"));
    expect(report.isTicking()).toBe(true);
    report.tell(ended("two"));
    expect(report.isTicking()).toBe(false);
  });

  test("writes out what would move the cursor", () => {
    const report = reporting(terminal, "of-failed");
    report.tell(started("one"), stepStarted("one", "a \u001b[2Jbucket\nof two lines"));
    expect(plain(report.written())).toBe("· one: a \\u001b[2Jbucket of two lines\n");
  });
});

describe("progress in a log", () => {
  test("shows a line after 30 s without one, and none before", () => {
    const report = reporting({}, "of-failed");
    report.tell(started("one"), stepStarted("one", "wait for it"), waiting("one"));
    report.pass(29_000);
    expect(report.written()).toBe("");
    report.pass(1_000);
    expect(report.written()).toBe(
      "· one (30 s): waiting, 61 s so far, 60 s at least, 10 min at most; seen: an empty bucket; for an object\n",
    );
    report.pass(29_000);
    expect(report.written()).toBe("");
    report.pass(1_000);
    expect(report.written()).not.toBe("");
  });

  test("counts the 30 s from the last line of any kind", () => {
    const report = reporting({}, "all");
    report.tell(started("one"), stepStarted("one", "first"));
    report.pass(20_000);
    report.tell(stepEnded("one", "first"), stepStarted("one", "second"));
    report.written();
    report.pass(20_000);
    expect(report.written()).toBe("");
  });
});

test("a wait is told with all that is known of it", () => {
  const known = { awaited: "an object", elapsedMs: 125_000, deadlineMs: 600_000 };
  expect(waitText(known)).toBe("waiting, 2 min 05 s so far, 10 min at most; for an object");
  expect(waitText({ ...known, expectedMs: 300_000, lastSeen: "none", lastError: "S3.AccessDenied: no" })).toBe(
    "waiting, 2 min 05 s so far, 5 min at least, 10 min at most; seen: none; Firehose says: S3.AccessDenied: no; for an object",
  );
});
