import { describe, expect, test } from "vitest";
import { Recorder } from "../../harness/recorder.ts";
import type { StepEvent } from "../../harness/result.ts";

describe("the recorder", () => {
  test("keeps steps in the tree in which they ran, also side by side", async () => {
    const recorder = new Recorder();
    await recorder.step("outer", () =>
      Promise.all([recorder.step("first", async () => {}), recorder.step("second", async () => {})]),
    );
    await recorder.step("next", () => {});
    expect(recorder.steps.map(({ title, steps }) => [title, steps.map((part) => part.title)])).toEqual([
      ["outer", ["first", "second"]],
      ["next", []],
    ]);
  });

  test("times a step and says when it starts and ends", async () => {
    const events: StepEvent[] = [];
    let nowMs = 0;
    const recorder = new Recorder({ onEvent: (event) => events.push(event), stopwatch: () => nowMs });
    recorder.enter("when");
    await recorder.step("put a record", () => {
      nowMs += 7;
    });
    expect(events).toMatchObject([
      { kind: "step-started", title: "put a record", phase: "when", depth: 0 },
      { kind: "step-ended", step: { durationMs: 7, phase: "when", verdict: { kind: "passed" } }, depth: 0 },
    ]);
  });

  test("a failed step goes on to the caller", async () => {
    const recorder = new Recorder();
    const step = recorder.step("fails", () => Promise.reject(new Error("no pen")));
    await expect(step).rejects.toThrow("no pen");
    expect(recorder.verdict()).toMatchObject({ kind: "failed", failure: { short: "Error: no pen" } });
  });

  test("a failed check lets the others be made", async () => {
    const recorder = new Recorder();
    await recorder.check("contents", [], () => {
      throw new Error("no pen");
    });
    await recorder.check("owner", [], () => {});
    expect(recorder.steps.map(({ verdict }) => verdict.kind)).toEqual(["failed", "passed"]);
    expect(recorder.verdict().kind).toBe("failed");
  });

  test("a check that leans on a control that does not hold is inconclusive, whatever it says", async () => {
    const recorder = new Recorder({
      findings: new Map([
        ["owners-differ", { kind: "fails", observed: "both are 75aa57f0" }],
        ["keys-differ", { kind: "not-measured", because: "KMS does not answer" }],
        ["time-passes", { kind: "holds" }],
      ]),
    });
    await recorder.check("owner", ["time-passes", "owners-differ"], () => {});
    await recorder.check("grants", ["owners-differ"], () => {
      throw new Error("other grants");
    });
    await recorder.check("key", ["keys-differ"], () => {});
    await recorder.check("moon", ["moon-is-round"], () => {});
    await recorder.check("contents", ["time-passes"], () => {});
    expect(recorder.steps.map(({ verdict }) => verdict)).toEqual([
      { kind: "inconclusive", because: "both are 75aa57f0 (control owners-differ; docs/targets.md)" },
      { kind: "inconclusive", because: "both are 75aa57f0 (control owners-differ; docs/targets.md)" },
      { kind: "inconclusive", because: "control keys-differ was not measured: KMS does not answer" },
      { kind: "inconclusive", because: "control moon-is-round was not measured: there is no such control" },
      { kind: "passed" },
    ]);
  });

  test("a refusal is a step that passed, and its parts are not kept", async () => {
    const events: StepEvent[] = [];
    const recorder = new Recorder({ onEvent: (event) => events.push(event) });
    const refused = Object.assign(new Error("Access Denied"), {
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
    });
    const refusal = await recorder.refusal("is refused", () =>
      recorder.step("a part that fails", () => Promise.reject(refused)),
    );
    expect(refusal).toEqual({ code: "AccessDenied", message: "Access Denied", status: 403 });
    expect(recorder.steps).toMatchObject([{ title: "is refused", verdict: { kind: "passed" }, steps: [] }]);
    expect(events).toHaveLength(2);
  });

  test("what is accepted though it must be refused fails, and so does what fails for another reason", async () => {
    const recorder = new Recorder();
    await expect(recorder.refusal("the policy", async () => {})).rejects.toThrow(
      "the policy was accepted where AWS refuses it",
    );
    await expect(recorder.refusal("the policy", () => Promise.reject(new Error("offline")))).rejects.toThrow("offline");
    expect(recorder.verdict().kind).toBe("failed");
  });

  test("facts belong to the step that is going on", async () => {
    const recorder = new Recorder();
    await recorder.step("look", () => recorder.fact("key", "2026/11/24/report"));
    expect(recorder.steps[0]?.facts).toEqual([{ name: "key", value: "2026/11/24/report" }]);
  });

  test("tells of a wait with the phase that it is in, and not of one that has to fail", async () => {
    const events: StepEvent[] = [];
    const recorder = new Recorder({ onEvent: (event) => events.push(event) });
    const wait = { awaited: "a pen", elapsedMs: 0, deadlineMs: 1_000 };
    recorder.enter("outcome");
    recorder.waiting(wait);
    await recorder
      .refusal("a pen is refused", async () => {
        recorder.waiting(wait);
        throw Object.assign(new Error("no"), { name: "AccessDenied", $fault: "client", $metadata: {} });
      })
      .catch(() => {});
    expect(events.filter(({ kind }) => kind === "waiting")).toEqual([{ kind: "waiting", phase: "outcome", wait }]);
  });

  test("keeps the latency with the step that was timed, and with no other", async () => {
    const recorder = new Recorder();
    await recorder.step("timed", () => recorder.latency(61_000));
    await recorder.step("not timed", () => {});
    expect(recorder.steps.map(({ latencyMs }) => latencyMs)).toEqual([61_000, undefined]);
  });
});
