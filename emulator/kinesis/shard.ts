import { type HashKeyRange, hexOf } from "./hash-key.ts";
import { closingOrdinal, SequenceNumbers } from "./sequence-number.ts";
import { ShardLog } from "./shard-log.ts";
import type { Spill } from "./spill.ts";
import { readAllowance, Throughput, writeAllowance } from "./throughput.ts";

export interface ShardBirth {
  readonly index: number;
  readonly range: HashKeyRange;
  readonly createdAtMs: number;
  readonly parentId?: string;
  readonly adjacentParentId?: string;
}

/** One shard: a range of hash keys and the records that fell into it. */
export class Shard {
  readonly index: number;
  /** `shardId-000000000000` */
  readonly id: string;
  readonly range: HashKeyRange;
  /** Start of the range in the form of `hashKeyOf`. */
  readonly startHex: string;
  readonly parentId: string | undefined;
  readonly adjacentParentId: string | undefined;
  readonly createdAtMs: number;
  readonly numbers: SequenceNumbers;
  readonly startingSequenceNumber: string;
  readonly log: ShardLog;
  readonly writes = new Throughput(writeAllowance);
  readonly reads = new Throughput(readAllowance);
  #closed: { readonly atMs: number; readonly endingSequenceNumber: string } | undefined;

  constructor(birth: ShardBirth, spill: Spill) {
    const createdAtSeconds = Math.floor(birth.createdAtMs / 1000);
    this.index = birth.index;
    this.id = shardIdOf(birth.index);
    this.range = birth.range;
    this.startHex = hexOf(birth.range.start);
    this.parentId = birth.parentId;
    this.adjacentParentId = birth.adjacentParentId;
    this.createdAtMs = birth.createdAtMs;
    this.numbers = new SequenceNumbers(birth.index, createdAtSeconds);
    this.startingSequenceNumber = this.numbers.format(0, createdAtSeconds);
    this.log = new ShardLog(spill);
  }

  /** Set once the shard has been split or merged: it takes no more records, and can be read until they expire. */
  get closed(): { readonly atMs: number; readonly endingSequenceNumber: string } | undefined {
    return this.#closed;
  }

  close(atMs: number): void {
    this.#closed = { atMs, endingSequenceNumber: this.numbers.format(closingOrdinal, Math.floor(atMs / 1000)) };
  }
}

export function shardIdOf(index: number): string {
  return `shardId-${String(index).padStart(12, "0")}`;
}

/**
 * Kinesis takes a shard by its number, with whatever stands before the dash: `shardId-000000000005`, `shard-5`, `5`.
 * Undefined where there is no number, or none that a shard can have. Source: kinesalite, `test/splitShard.js`.
 */
export function shardIndexOf(shardId: string): number | undefined {
  const digits = shardId.split("-")[1] || shardId;
  if (!/^\d+$/.test(digits)) return undefined;
  const index = Number(digits);
  return index <= 0x7fff_ffff ? index : undefined;
}
