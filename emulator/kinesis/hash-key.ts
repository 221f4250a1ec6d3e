import { hash } from "node:crypto";

/** One past the largest hash key: partition keys are spread by their 128-bit MD5. */
const hashKeys = 1n << 128n;

/** Both ends belong to the range. */
export interface HashKeyRange {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * The ranges of `count` shards: equally wide, the remainder falls to the last.
 * Source: kinesalite, which mirrors the ranges that Kinesis gives.
 */
export function evenRanges(count: number): readonly HashKeyRange[] {
  const width = hashKeys / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    start: BigInt(index) * width,
    end: index === count - 1 ? hashKeys - 1n : BigInt(index + 1) * width - 1n,
  }));
}

/** Where a partition key falls, as 32 hexadecimal digits: as text they compare as fast as they are made. */
export function hashKeyOf(partitionKey: string): string {
  return hash("md5", partitionKey, "hex");
}

/** A hash key as 32 hexadecimal digits. */
export function hexOf(hashKey: bigint): string {
  return hashKey.toString(16).padStart(32, "0");
}

/** An explicit hash key is decimal; undefined where it lies outside [0, 2^128-1]. */
export function parseHashKey(decimal: string): bigint | undefined {
  const value = BigInt(decimal);
  return value < hashKeys ? value : undefined;
}
