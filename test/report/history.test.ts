import { expect, test } from "vitest";
import type { ScenarioHistory } from "../../harness/result.ts";
import { historyText } from "../../report/history.ts";

const output = { write: () => true };
const common = { target: "aws", runs: 3, passed: 3, failed: 0, inconclusive: 0, lastAt: "2026-11-24T09:00:00.000Z" };
const latencyMs = { count: 3, p50: 61_000, p90: 63_500, p99: 301_000 };

test("a history is a table, with the first failure below what fails", () => {
  const failingSince = {
    startedAt: "2026-11-23T03:00:00.000Z",
    version: "0.1.0",
    short: "no \u001bobject",
    failures: 2,
  };
  const scenarios: readonly ScenarioHistory[] = [
    { ...common, scenario: "flow", passRate: 1, latencyMs },
    { ...common, scenario: "permissions/one", runs: 1_000, passRate: 0.9996, failingSince },
    { ...common, scenario: "unplayable" },
  ];
  expect(historyText(scenarios, output).split("\n")).toEqual([
    "scenario         runs  passed  delivery p50     p90      p99",
    "flow                3   100 %        61.0 s  63.5 s  301.0 s",
    "permissions/one  1000  99.9 %             –       –        –",
    "  ✗ failing since 2026-11-23T03:00:00.000Z (version 0.1.0), 2 times: no \\u001bobject",
    "unplayable          3       –             –       –        –",
    "",
  ]);
});

test("a history names the targets where there are several", () => {
  const scenarios = ["aws", "embedded"].map((target) => ({ ...common, scenario: "flow", target }));
  expect(historyText(scenarios, output)).toContain("flow on embedded ");
});

test("an empty history says so", () => {
  expect(historyText([], output)).toBe("nothing was played yet\n");
});
