import { describe, expect, test } from "vitest";
import { control, fails, holds } from "../../../harness/controls/control.ts";
import { measureControls } from "../../../harness/controls/measure.ts";
import { embedded } from "../../../harness/index.ts";

describe("measuring a target", () => {
  test("shows that the embedded AWS can fail every check", async () => {
    const { controls } = await measureControls(embedded());
    expect(controls.length).toBeGreaterThan(15);
    expect(controls.filter(({ finding }) => finding.kind !== "holds")).toEqual([]);
  });

  test("tells what holds, what does not, and what could not be found out, in the order of the controls", async () => {
    const measure = (name: string, answer: () => Promise<ReturnType<typeof fails>>) =>
      control({ name, title: `${name} is measured`, measure: answer });
    const { controls } = await measureControls(embedded(), [
      measure("late", async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return fails("it came late");
      }),
      measure("broken", () => Promise.reject(new Error("no answer"))),
      measure("good", async () => holds),
    ]);
    expect(controls.map(({ name, finding }) => [name, finding])).toEqual([
      ["late", { kind: "fails", observed: "it came late" }],
      ["broken", { kind: "not-measured", because: "Error: no answer" }],
      ["good", { kind: "holds" }],
    ]);
  });

  test("rejects where the target does not answer", async () => {
    const silent = { ...embedded(), open: () => Promise.reject(new Error("nobody there")) };
    await expect(measureControls(silent)).rejects.toThrow("nobody there");
  });
});
