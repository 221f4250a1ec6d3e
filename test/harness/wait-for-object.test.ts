import { describe, expect, test } from "vitest";
import { controls } from "../../harness/controls/index.ts";
import type { Finding, RunEvent, StepResult } from "../../harness/result.ts";
import { runScenario } from "../../harness/run-scenario.ts";
import { embedded } from "../../harness/targets/embedded.ts";
import { crossAccountDelivery } from "../../scenarios/cross-account-delivery.ts";

const holds = { kind: "holds" } as const;

async function playWhereBuffering(finding: Finding) {
  const events: RunEvent[] = [];
  const result = await runScenario(crossAccountDelivery, embedded(), {
    onEvent: (event) => events.push(event),
    findings: new Map([...controls.map(({ name }) => [name, holds] as const), ["buffering-takes-time", finding]]),
  });
  const waits = events.flatMap((event) =>
    event.kind === "waiting" && event.wait.awaited.startsWith("an object") ? [event.wait] : [],
  );
  return { result, waits };
}

function latencies(steps: readonly StepResult[]): readonly number[] {
  return steps.flatMap(({ latencyMs, steps: parts }) => [
    ...(latencyMs === undefined ? [] : [latencyMs]),
    ...latencies(parts),
  ]);
}

describe("waiting for an object", () => {
  test("begins when the buffering interval can be over, and keeps the delivery's latency", async () => {
    const { result, waits } = await playWhereBuffering(holds);
    expect(result.verdict).toEqual({ kind: "passed" });
    const [first, second] = waits;
    expect(first).toMatchObject({ elapsedMs: 0, expectedMs: 300_000, deadlineMs: 600_000 });
    expect(first?.lastSeen).toBeUndefined();
    expect(second).toMatchObject({ elapsedMs: 300_000, lastSeen: "an empty bucket" });
    expect(latencies(result.steps)).toEqual([301_000]);
  });

  test("begins at once where it is not known that the target buffers", async () => {
    const { waits } = await playWhereBuffering({ kind: "fails", observed: "objects are there at once" });
    expect(waits[0]).toMatchObject({ elapsedMs: 0, lastSeen: "an empty bucket" });
    expect(waits[0]?.expectedMs).toBeUndefined();
  });
});
