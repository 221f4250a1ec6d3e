import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseShard, shardOf } from "../../../harness/shard/shard.ts";

const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 80 });
const counts = fc.integer({ min: 1, max: 20 });

const shards = (all: readonly string[], count: number) => {
  const named = all.map((name) => ({ name }));
  return Array.from({ length: count }, (_, at) => shardOf(named, { index: at + 1, count }).map(({ name }) => name));
};

describe("a shard", () => {
  test("is read from its number and how many there are", () => {
    expect(parseShard("2/5")).toEqual({ index: 2, count: 5 });
  });

  test.each(["0/5", "6/5", "2", "2/", "/5", "-1/5", "1.5/5", "2/5/6", "a/b", ""])("is not read from `%s`", (text) => {
    expect(parseShard(text)).toBeUndefined();
  });

  test("has every scenario in exactly one, and as many as the others but for one", () => {
    fc.assert(
      fc.property(names, counts, (all, count) => {
        const parts = shards(all, count);
        expect(parts.flat().sort()).toEqual([...all].sort());
        const sizes = parts.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("has the same scenarios whatever their order, and keeps the order that it is given", () => {
    fc.assert(
      fc.property(names, counts, (all, count) => {
        const parts = shards(all, count);
        expect(shards([...all].reverse(), count)).toEqual(parts.map((part) => [...part].reverse()));
      }),
    );
  });

  test("is dealt by hash, so that neighbours are spread", () => {
    expect(shards(["a", "b", "c", "d", "e", "f"], 3)).toEqual([
      ["d", "f"],
      ["c", "e"],
      ["a", "b"],
    ]);
  });
});
