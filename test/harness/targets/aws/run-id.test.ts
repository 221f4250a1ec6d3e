import { expect, test } from "vitest";
import { runInName } from "../../../../harness/sweep/is-ours.ts";
import { runId } from "../../../../harness/targets/aws/run-id.ts";

const at = Date.UTC(2026, 10, 24, 12);

test("an id is ten lower-case letters and digits, which a name shows to the sweep", () => {
  for (const drawn of [0, 0.5, 0.999_999]) {
    const id = runId(at, () => drawn);
    expect(id).toMatch(/^[a-z0-9]{10}$/);
    expect(runInName("bucket", `crosscheck-${id}-1-landing`, "crosscheck")).toBe(id);
  }
});

test("ids of a second differ by chance, and those of later runs come later", () => {
  expect(runId(at, () => 0)).not.toBe(runId(at, () => 0.5));
  expect([runId(at + 1_000, () => 0), runId(at, () => 0.999_999)].sort()[0]).toBe(runId(at, () => 0.999_999));
});
