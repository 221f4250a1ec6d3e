import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Spill } from "../../../emulator/kinesis/spill.ts";
import { Random } from "../../../emulator/model/random.ts";

const mebibyte = 1024 * 1024;

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

/** Keeps `count` segments; returns them with what tells whether their memory is still held. */
function keep(spill: Spill, count: number) {
  return Array.from({ length: count }, (_, at) => {
    const content = Buffer.alloc(mebibyte, at);
    return { kept: spill.keep(content), memory: new WeakRef(content) };
  });
}

test("holds no memory of a segment that lies in a file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spill-"));
  const segments = keep(new Spill(folder, new Random(1)), 64);
  // References of this turn count until it is over.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(readdirSync(folder)).toHaveLength(48);
  expect(segments.filter(({ memory }) => memory.deref() !== undefined).length).toBeLessThanOrEqual(16);
  expect(segments.every(({ kept }, at) => kept.read().equals(Buffer.alloc(mebibyte, at)))).toBe(true);
  for (const { kept } of segments) kept.drop();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test("takes up the memory of what has gone to files or was dropped", () => {
  const folder = mkdtempSync(join(tmpdir(), "spill-"));
  const spill = new Spill(folder, new Random(1));
  const content = spill.wholeBuffer();
  spill.keep(content).drop();
  expect(spill.wholeBuffer().buffer).toBe(content.buffer);
  expect(spill.wholeBuffer().buffer).not.toBe(content.buffer);
  rmSync(folder, { recursive: true });
});

test("keeps in memory what the disk does not take, and moves it when the disk takes files again", () => {
  const parent = mkdtempSync(join(tmpdir(), "spill-"));
  const folder = join(parent, "not-there-yet");
  const spill = new Spill(folder, new Random(1));
  const segments = keep(spill, 20);
  expect(segments.every(({ kept }, at) => kept.read().equals(Buffer.alloc(mebibyte, at)))).toBe(true);
  mkdirSync(folder);
  segments.push(...keep(spill, 1));
  expect(readdirSync(folder)).toHaveLength(5);
  expect(segments.every(({ kept }, at) => kept.read().equals(Buffer.alloc(mebibyte, at % 20)))).toBe(true);
  rmSync(parent, { recursive: true });
});
