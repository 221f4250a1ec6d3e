/** A record as a shard keeps it. */
export interface StoredRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Milliseconds since the epoch: `ApproximateArrivalTimestamp`. */
  readonly arrivedAtMs: number;
  /** Whether the stream was encrypted when the record came in. */
  readonly keyId: string | undefined;
}

/** A segment that has grown to this is sealed. */
const segmentBytes = 1024 * 1024;
const firstBytes = 4 * 1024;

/** arrival (8) · length of the key id (2) · of the partition key (2) · of the data (4) */
const headerBytes = 16;

/** A stretch of a shard: records one behind the other in one buffer, found by their ordinal. */
export interface SealedSegment {
  readonly firstOrdinal: number;
  readonly count: number;
  readonly lastArrivedAtMs: number;
  readonly bytes: number;
}

/** The stretch that still grows. */
export class OpenSegment {
  readonly firstOrdinal: number;
  #buffer = Buffer.allocUnsafeSlow(firstBytes);
  #used = 0;
  #count = 0;
  #lastArrivedAtMs = 0;

  constructor(firstOrdinal: number) {
    this.firstOrdinal = firstOrdinal;
  }

  get count(): number {
    return this.#count;
  }

  get lastArrivedAtMs(): number {
    return this.#lastArrivedAtMs;
  }

  /** Its content so far; only good until the next record. */
  get content(): Buffer {
    return this.#buffer.subarray(0, this.#used);
  }

  get isFull(): boolean {
    return this.#used >= segmentBytes;
  }

  append({ partitionKey, data, arrivedAtMs, keyId }: StoredRecord): void {
    const keyIdBytes = keyId === undefined ? 0 : Buffer.byteLength(keyId);
    // Four bytes a character at most; the true length is known when it is written.
    this.#reserve(headerBytes + keyIdBytes + partitionKey.length * 4 + data.length);
    const buffer = this.#buffer;
    const start = this.#used;
    let at = start + headerBytes;
    if (keyId !== undefined) at += buffer.write(keyId, at, "utf8");
    const keyBytes = buffer.write(partitionKey, at, "utf8");
    at += keyBytes;
    buffer.set(data, at);
    buffer.writeDoubleLE(arrivedAtMs, start);
    buffer.writeUInt16LE(keyIdBytes, start + 8);
    buffer.writeUInt16LE(keyBytes, start + 10);
    buffer.writeUInt32LE(data.length, start + 12);
    this.#used = at + data.length;
    this.#count += 1;
    this.#lastArrivedAtMs = arrivedAtMs;
  }

  seal(): { readonly segment: SealedSegment; readonly content: Buffer } {
    const segment = {
      firstOrdinal: this.firstOrdinal,
      count: this.#count,
      lastArrivedAtMs: this.#lastArrivedAtMs,
      bytes: this.#used,
    };
    return { segment, content: this.content };
  }

  #reserve(bytes: number): void {
    const needed = this.#used + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#used);
    this.#buffer = grown;
  }
}

/**
 * Walks the records of a segment's content, behind the first `skip` of them. `data` is a copy: the content may be
 * overwritten or dropped.
 */
export function* readSegment(content: Buffer, skip = 0): Generator<StoredRecord> {
  let left = skip;
  for (let at = 0; at < content.length; ) {
    const keyIdAt = at + headerBytes;
    const keyAt = keyIdAt + content.readUInt16LE(at + 8);
    const dataAt = keyAt + content.readUInt16LE(at + 10);
    const end = dataAt + content.readUInt32LE(at + 12);
    if (left > 0) left -= 1;
    else {
      yield {
        arrivedAtMs: content.readDoubleLE(at),
        keyId: keyIdAt === keyAt ? undefined : content.toString("utf8", keyIdAt, keyAt),
        partitionKey: content.toString("utf8", keyAt, dataAt),
        data: Uint8Array.prototype.slice.call(content, dataAt, end),
      };
    }
    at = end;
  }
}
