import { evenRanges } from "./hash-key.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** Closes a shard and opens two in its place; the second begins at `startingHashKey`. */
export function split(stream: Stream, parent: Shard, startingHashKey: bigint, atMs: number): void {
  stream.closeShard(parent, atMs);
  const { start, end } = parent.range;
  for (const range of [
    { start, end: startingHashKey - 1n },
    { start: startingHashKey, end },
  ]) {
    stream.addShard({ index: stream.shards.length, range, createdAtMs: atMs, parentId: parent.id });
  }
}

/** Closes two neighbours and opens one in their place. */
export function merge(stream: Stream, lower: Shard, upper: Shard, atMs: number): void {
  stream.closeShard(lower, atMs);
  stream.closeShard(upper, atMs);
  stream.addShard({
    index: stream.shards.length,
    range: { start: lower.range.start, end: upper.range.end },
    createdAtMs: atMs,
    parentId: lower.id,
    adjacentParentId: upper.id,
  });
}

/**
 * Brings the stream to `count` equally wide shards by splits and merges, some of them of shards that last no longer than
 * that. Source: Kinesis API Reference, UpdateShardCount: "Kinesis Data Streams performs splits or merges".
 */
export function scaleUniformly(stream: Stream, count: number, atMs: number): void {
  const ranges = evenRanges(count);
  for (const { start } of ranges) {
    const across = stream.openShards.find(({ range }) => range.start < start && start <= range.end);
    if (across !== undefined) split(stream, across, start, atMs);
  }
  for (const range of ranges) {
    for (let pair = lowestPairIn(stream, range); pair !== undefined; pair = lowestPairIn(stream, range)) {
      merge(stream, ...pair, atMs);
    }
  }
}

function lowestPairIn(
  stream: Stream,
  within: { readonly start: bigint; readonly end: bigint },
): readonly [Shard, Shard] | undefined {
  const inside = stream.openShards.filter(({ range }) => range.start >= within.start && range.end <= within.end);
  const [lower, upper] = inside;
  return lower !== undefined && upper !== undefined ? [lower, upper] : undefined;
}
