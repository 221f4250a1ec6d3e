import { expect, test } from "vitest";
import { Random } from "../../../emulator/model/random.ts";

const draw = (random: Random) => [
  random.uint32(),
  random.integer(1_000_000),
  random.hex(31),
  random.uuid(),
  random.awsId("AKIA", 20),
  random.secretKey(),
];

test("draws the same from the same seed", () => {
  expect(draw(new Random(7))).toEqual(draw(new Random(7)));
});

test("draws something else from another seed, next to it or far away", () => {
  const first = draw(new Random(7));
  for (const seed of [8, 0, 0xffff_ffff]) {
    const second = draw(new Random(seed));
    for (const [at, value] of first.entries()) expect(second[at]).not.toEqual(value);
  }
});

test("never draws an identifier twice in a long run", () => {
  const random = new Random(1);
  const seen = new Set(Array.from({ length: 100_000 }, () => random.uuid()));
  expect(seen.size).toBe(100_000);
});

test("spreads whole numbers evenly and within their bounds", () => {
  const random = new Random(3);
  const counts = new Array<number>(10).fill(0);
  for (let at = 0; at < 100_000; at++) {
    const drawn = random.integer(10);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  expect(Object.keys(counts)).toHaveLength(10);
  for (const count of counts) {
    expect(count).toBeGreaterThan(9_000);
    expect(count).toBeLessThan(11_000);
  }
});

test("makes identifiers in the forms of AWS", () => {
  const random = new Random(5);
  expect(random.hex(7)).toMatch(/^[0-9a-f]{7}$/);
  expect(random.bytes(9)).toHaveLength(9);
  expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(random.awsId("AROA", 21)).toMatch(/^AROA[A-Z2-7]{17}$/);
  expect(random.secretKey()).toMatch(/^[A-Za-z0-9+/]{40}$/);
});
