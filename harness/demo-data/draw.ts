/** Chance that a seed repeats: the same seed draws the same demo data. */
export interface Draw {
  /** A number from `least` to `most`, rounded to `digits` decimals. */
  number(least: number, most: number, digits?: number): number;
  /** A whole number from 0 to `below` − 1. */
  integer(below: number): number;
  /** True once in `times`, on average. */
  onceIn(times: number): boolean;
  one<Item>(items: readonly [Item, ...Item[]]): Item;
  /** `digits` lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** In the form of a version 4 UUID. */
  uuid(): string;
}

export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  /** mulberry32: from 0 to 1, exclusive. */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const integer = (below: number) => Math.floor(next() * below);
  const hex = (digits: number) => Array.from({ length: digits }, () => integer(16).toString(16)).join("");
  return {
    number: (least, most, digits = 2) => Number((least + next() * (most - least)).toFixed(digits)),
    integer,
    onceIn: (times) => next() < 1 / times,
    one: (items) => items[integer(items.length)] ?? items[0],
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${"89ab"[integer(4)]}${hex(3)}-${hex(12)}`,
  };
}
