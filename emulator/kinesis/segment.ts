/** A record as a shard keeps it. */
export interface StoredRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Milliseconds since the epoch: `ApproximateArrivalTimestamp`. */
  readonly arrivedAtMs: number;
  /** Whether the stream was encrypted when the record came in. */
  readonly keyId: string | undefined;
}

/** As much as a segment holds before it is sealed; a record that is larger has one of its own. */
export const segmentBytes = 256 * 1024;
const firstBytes = 4 * 1024;

/** arrival (8) · length of the key id (2) · of the partition key (2) · of the data (4) */
const headerBytes = 16;

/** The stretch of a shard that still grows: records one behind the other in one buffer, found by their ordinal. */
export class OpenSegment {
  readonly firstOrdinal: number;
  readonly #wholeBuffer: () => Buffer;
  #buffer: Buffer | undefined;
  #used = 0;
  #count = 0;
  #lastArrivedAtMs = 0;

  /** `wholeBuffer` gives a buffer of `segmentBytes`, for a segment that grows large. */
  constructor(firstOrdinal: number, wholeBuffer: () => Buffer) {
    this.firstOrdinal = firstOrdinal;
    this.#wholeBuffer = wholeBuffer;
  }

  get count(): number {
    return this.#count;
  }

  get lastArrivedAtMs(): number {
    return this.#lastArrivedAtMs;
  }

  /** Its content so far; only good until the next record. */
  get content(): Buffer {
    return this.#buffer?.subarray(0, this.#used) ?? Buffer.alloc(0);
  }

  hasRoomFor(record: StoredRecord): boolean {
    return this.#count === 0 || this.#used + mostBytesOf(record) <= segmentBytes;
  }

  append(record: StoredRecord): void {
    const { partitionKey, data, arrivedAtMs, keyId } = record;
    const buffer = this.#reserve(mostBytesOf(record));
    const start = this.#used;
    const keyIdAt = start + headerBytes;
    const keyAt = keyIdAt + (keyId === undefined ? 0 : buffer.write(keyId, keyIdAt, "utf8"));
    const dataAt = keyAt + buffer.write(partitionKey, keyAt, "utf8");
    buffer.set(data, dataAt);
    buffer.writeDoubleLE(arrivedAtMs, start);
    buffer.writeUInt16LE(keyAt - keyIdAt, start + 8);
    buffer.writeUInt16LE(dataAt - keyAt, start + 10);
    buffer.writeUInt32LE(data.length, start + 12);
    this.#used = dataAt + data.length;
    this.#count += 1;
    this.#lastArrivedAtMs = arrivedAtMs;
  }

  #reserve(bytes: number): Buffer {
    const needed = this.#used + bytes;
    const buffer = this.#buffer;
    if (buffer !== undefined && needed <= buffer.length) return buffer;
    const doubled = Math.max(needed, firstBytes, (buffer?.length ?? 0) * 2);
    const isLarge = doubled > segmentBytes / 4 && needed <= segmentBytes;
    const grown = isLarge ? this.#wholeBuffer() : Buffer.allocUnsafeSlow(doubled);
    buffer?.copy(grown, 0, 0, this.#used);
    this.#buffer = grown;
    return grown;
  }
}

/** Characters take three bytes at most (a surrogate pair four); the true length is known when they are written. */
function mostBytesOf({ partitionKey, data, keyId }: StoredRecord): number {
  return headerBytes + (keyId?.length ?? 0) * 3 + partitionKey.length * 3 + data.length;
}

/** Records are copied out together up to this size: ten thousand small copies cost more than the memory that they save. */
const blockBytes = 64 * 1024;

/**
 * Walks the records of a segment's content, behind the first `skip` of them. Their data are copied: the content may be
 * overwritten or dropped.
 */
export function* readSegment(content: Buffer, skip = 0): Generator<StoredRecord> {
  let at = 0;
  for (let skipped = 0; skipped < skip && at < content.length; skipped++) at = endOfRecord(content, at);
  while (at < content.length) {
    const start = at;
    do at = endOfRecord(content, at);
    while (at < content.length && at - start < blockBytes);
    yield* recordsOf(Buffer.from(content.subarray(start, at)));
  }
}

function endOfRecord(content: Buffer, at: number): number {
  const lengths = content.readUInt16LE(at + 8) + content.readUInt16LE(at + 10) + content.readUInt32LE(at + 12);
  return at + headerBytes + lengths;
}

function* recordsOf(block: Buffer): Generator<StoredRecord> {
  for (let at = 0; at < block.length; at = endOfRecord(block, at)) {
    const keyIdAt = at + headerBytes;
    const keyAt = keyIdAt + block.readUInt16LE(at + 8);
    const dataAt = keyAt + block.readUInt16LE(at + 10);
    yield {
      arrivedAtMs: block.readDoubleLE(at),
      keyId: keyIdAt === keyAt ? undefined : block.toString("utf8", keyIdAt, keyAt),
      partitionKey: block.toString("utf8", keyAt, dataAt),
      data: block.subarray(dataAt, endOfRecord(block, at)),
    };
  }
}
