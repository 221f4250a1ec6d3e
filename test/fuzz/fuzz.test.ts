import { describe, expect, test, vi } from "vitest";
import { targets } from "./targets/index.ts";

/** Another one each time; a failure names it, and `FUZZ_SEED` brings it back. */
const seed = Number(process.env.FUZZ_SEED ?? crypto.getRandomValues(new Uint32Array(1))[0]);

// The SDK's reader of CBOR warns of each large number, with its stack.
vi.spyOn(console, "warn").mockImplementation(() => {});

describe.each(targets)("$name: $property", (target) => {
  test(`holds of ${target.share} inputs (seed ${seed})`, { timeout: 300_000 }, async () => {
    expect(await target.run(seed, target.share)).toEqual([]);
  });

  test("a fault in it is found", { timeout: 120_000 }, async () => {
    expect(await target.runWithFault(1)).not.toEqual([]);
  });
});
