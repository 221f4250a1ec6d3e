import { describe, expect, test } from "vitest";
import type { ControlResult, Finding, RunResult } from "../../../harness/result.ts";
import { mergeShards, type ShardRun } from "../../../harness/shard/merge.ts";
import { failedWith, runResult, scenarioResult } from "../../support/results.ts";

const scenarios = ["first", "second", "third"];

/** The results of shard `index` of three: one scenario each, dealt backwards. */
function shard(index: number, more: Partial<RunResult> = {}): ShardRun {
  const name = scenarios[3 - index] ?? "";
  const run = runResult([scenarioResult(name, index === 2 ? failedWith("no object") : undefined)], {
    shard: { index, count: 3, scenarios },
    startedAt: `2026-11-24T09:0${index}:00.000Z`,
    ...more,
  });
  return { file: `shard-${index}.json`, run };
}

const all = () => [shard(3), shard(1), shard(2)];

function control(name: string, finding: Finding): ControlResult {
  return { name, title: name, finding, durationMs: 1 };
}

describe("merging shards", () => {
  test("answers one run with the scenarios in their order, from the first start to the last end", () => {
    const merged = mergeShards(all());
    expect(merged.scenarios.map(({ name }) => name)).toEqual(scenarios);
    expect(merged).toMatchObject({
      version: "0.1.0",
      target: "embedded",
      startedAt: "2026-11-24T09:01:00.000Z",
      durationMs: 180_000,
      counts: { passed: 2, failed: 1, inconclusive: 0 },
    });
    expect(merged).not.toHaveProperty("shard");
  });

  test("lets a control hold where it held in all, and fail where it did in one", () => {
    const holds: Finding = { kind: "holds" };
    const fails: Finding = { kind: "fails", observed: "nothing is denied" };
    const measured = (index: number, second: Finding) =>
      shard(index, {
        measurement: {
          controls: [control("one", holds), control("two", second)],
          durationMs: index,
          leftBehind: [{ short: `left ${index}`, message: "" }],
        },
      });
    const { measurement } = mergeShards([measured(1, holds), measured(2, fails), measured(3, holds)]);
    expect(measurement).toEqual({
      controls: [control("one", holds), control("two", fails)],
      durationMs: 3,
      leftBehind: [1, 2, 3].map((index) => ({ short: `left ${index}`, message: "" })),
    });
  });

  test("tells how much each shard used the target", () => {
    const using = (index: number) => shard(index, { usage: [{ name: "account A", value: `${index} calls` }] });
    expect(mergeShards([using(1), using(2), using(3)]).usage).toEqual(
      [1, 2, 3].map((index) => ({ name: `account A (shard ${index})`, value: `${index} calls` })),
    );
  });

  test.each<[string, () => readonly ShardRun[], string]>([
    ["nothing", () => [], "there is nothing to merge"],
    [
      "a whole run",
      () => [{ file: "whole.json", run: runResult([]) }],
      "whole.json is of a whole run: only results of `crosscheck run --shard i/n` are merged",
    ],
    ["all but one shard", () => [shard(1), shard(3)], "shard 2/3 is missing: all are merged, or none"],
    ["one shard alone", () => [shard(2)], "shards 1/3, 3/3 are missing: all are merged, or none"],
    [
      "a shard twice",
      () => [...all(), { ...shard(2), file: "again.json" }],
      "shard-2.json and again.json are both of shard 2/3",
    ],
    [
      "different versions",
      () => [shard(1), shard(2, { version: "0.2.0" }), shard(3)],
      "the version is 0.1.0 in shard-1.json and 0.2.0 in shard-2.json: not one run",
    ],
    [
      "different targets",
      () => [shard(1), shard(2), shard(3, { target: "aws" })],
      "the target is embedded in shard-1.json and aws in shard-3.json: not one run",
    ],
    [
      "different numbers of shards",
      () => [shard(1), shard(2, { shard: { index: 2, count: 2, scenarios } })],
      "the number of shards is 3 in shard-1.json and 2 in shard-2.json: not one run",
    ],
    [
      "different scenarios",
      () => [shard(1), shard(2, { shard: { index: 2, count: 3, scenarios: ["other"] } }), shard(3)],
      "shard-1.json and shard-2.json are of runs of different scenarios",
    ],
    [
      "a scenario that two have played",
      () => [shard(1), shard(2), shard(3, { scenarios: shard(2).run.scenarios })],
      "scenario `second` is in shard-2.json and in shard-3.json: it was played twice",
    ],
    [
      "a scenario that none has played",
      () => [shard(1), shard(2, { scenarios: [] }), shard(3)],
      "no shard has played second: run them again",
    ],
  ])("refuses %s", (_title, runs, message) => {
    expect(() => mergeShards(runs())).toThrow(message);
  });
});
