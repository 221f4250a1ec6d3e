/**
 * Sequence numbers in the layout of today's Kinesis (version 2), in hexadecimal
 * `2 · shard creation (9, seconds) · shard index mod 16 (1) · ordinal (16) · 00 · time (9, seconds) · shard index (8) · 2`,
 * written as a decimal number of 56 digits. They rise with the ordinal. Source: kinesalite, `db/index.js`.
 */
export interface SequenceNumber {
  readonly shardIndex: number;
  /** Seconds since the epoch. */
  readonly shardCreatedAtSeconds: number;
  /** 0 is the shard's own starting number, the records follow from 1. */
  readonly ordinal: number;
  readonly atSeconds: number;
}

const version = 2n;
const ordinalBits = 64n;
const timeBits = 36n;
const shardBits = 32n;
/** Behind the ordinal: the byte 00, time, shard index and version. */
const tailBits = 8n + timeBits + shardBits + 4n;

/** The sequence numbers of one shard; what they share is put together once. */
export class SequenceNumbers {
  readonly #shardIndex: number;
  readonly #head: bigint;
  readonly #tail: bigint;
  #lastSeconds = -1;
  #lastTail = 0n;

  constructor(shardIndex: number, shardCreatedAtSeconds: number) {
    this.#shardIndex = shardIndex;
    const head = (version << timeBits) | BigInt(shardCreatedAtSeconds);
    this.#head = ((head << 4n) | BigInt(shardIndex % 16)) << (ordinalBits + tailBits);
    this.#tail = (BigInt(this.#shardIndex) << 4n) | version;
  }

  /** The number of the record with this ordinal, which arrived in this second. */
  format(ordinal: number | bigint, atSeconds: number): string {
    if (atSeconds !== this.#lastSeconds) {
      this.#lastSeconds = atSeconds;
      this.#lastTail = this.#head | (BigInt(atSeconds) << (shardBits + 4n)) | this.#tail;
    }
    return (this.#lastTail | (BigInt(ordinal) << tailBits)).toString();
  }
}

/** Ordinal in the number that a closed shard ends with. Source: kinesalite, `actions/splitShard.js`. */
export const closingOrdinal = 0x7fff_ffff_ffff_ffffn;

/** Undefined where the text is no sequence number of this layout. */
export function parseSequenceNumber(decimal: string): SequenceNumber | undefined {
  const hex = BigInt(decimal).toString(16);
  if (hex.length !== 47 || !hex.startsWith("2") || !hex.endsWith("2")) return undefined;
  const ordinal = BigInt(`0x${hex.slice(11, 27)}`);
  return {
    shardCreatedAtSeconds: Number.parseInt(hex.slice(1, 10), 16),
    // Beyond what a number counts there are no records: the end of a closed shard.
    ordinal: ordinal > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(ordinal),
    atSeconds: Number.parseInt(hex.slice(29, 38), 16),
    shardIndex: Number.parseInt(hex.slice(38, 46), 16),
  };
}
