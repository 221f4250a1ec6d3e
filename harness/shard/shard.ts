import { createHash } from "node:crypto";

/** One of several machines that play a part of the scenarios each. */
export interface ShardNumber {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** `2/5`; undefined where it is none. */
export function parseShard(text: string): ShardNumber | undefined {
  const [, index, count] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined) return undefined;
  return index >= 1 && index <= count ? { index, count } : undefined;
}

/**
 * The part of `all` that a shard plays, in their order. Every one is in exactly one shard; sizes differ by one at most. They
 * are dealt by the hash of their names, as vitest deals files, so that a family with slow scenarios is spread.
 */
export function shardOf<Named extends { readonly name: string }>(
  all: readonly Named[],
  { index, count }: ShardNumber,
): readonly Named[] {
  const dealt = [...all].sort((one, other) => (hash(one.name) < hash(other.name) ? -1 : 1));
  const mine = new Set(dealt.slice(startOf(index, all.length, count), startOf(index + 1, all.length, count)));
  return all.filter((each) => mine.has(each));
}

/** The first shards have one more each where the number does not divide evenly. */
function startOf(index: number, total: number, count: number): number {
  return (index - 1) * Math.floor(total / count) + Math.min(index - 1, total % count);
}

function hash(name: string): string {
  return createHash("sha1").update(name).digest("hex");
}
