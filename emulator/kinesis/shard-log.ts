import { OpenSegment, readSegment, type StoredRecord } from "./segment.ts";
import type { Kept, Spill } from "./spill.ts";

/** A record with its place in the shard. */
export interface PlacedRecord extends StoredRecord {
  readonly ordinal: number;
}

interface Sealed {
  readonly firstOrdinal: number;
  readonly count: number;
  readonly lastArrivedAtMs: number;
  readonly kept: Kept;
}

/** The records of one shard in order of arrival, numbered from 1, back to the trim horizon. */
export class ShardLog {
  readonly #spill: Spill;
  #sealed: Sealed[] = [];
  #open: OpenSegment;
  #horizonMs = 0;

  constructor(spill: Spill) {
    this.#spill = spill;
    this.#open = this.#newSegment(1);
  }

  /** The ordinal that the next record will have: where LATEST stands. */
  get nextOrdinal(): number {
    return this.#open.firstOrdinal + this.#open.count;
  }

  /** The oldest ordinal that may still be there. */
  get firstOrdinal(): number {
    return this.#sealed[0]?.firstOrdinal ?? this.#open.firstOrdinal;
  }

  get lastArrivedAtMs(): number {
    return this.#open.count > 0 ? this.#open.lastArrivedAtMs : (this.#sealed.at(-1)?.lastArrivedAtMs ?? 0);
  }

  /** Returns the record's ordinal. */
  append(record: StoredRecord): number {
    const ordinal = this.nextOrdinal;
    if (!this.#open.hasRoomFor(record)) this.#seal();
    this.#open.append(record);
    return ordinal;
  }

  /** Records that arrived before `horizonMs` are gone, also when the retention is raised afterwards. */
  trim(horizonMs: number): void {
    this.#horizonMs = Math.max(this.#horizonMs, horizonMs);
    const oldest = this.#sealed[0] ?? this.#open;
    if (oldest.lastArrivedAtMs >= this.#horizonMs || this.firstOrdinal === this.nextOrdinal) return;
    if (this.#open.count > 0 && this.#open.lastArrivedAtMs < this.#horizonMs) this.#seal();
    const gone = this.#sealed.findIndex((segment) => segment.lastArrivedAtMs >= this.#horizonMs);
    const dropped = this.#sealed.splice(0, gone < 0 ? this.#sealed.length : gone);
    for (const { kept } of dropped) kept.drop();
  }

  /** Records from `ordinal` on that are still retained, as long as `limits` allow; at least one where there is one. */
  read(ordinal: number, limits: { readonly records: number; readonly bytes: number }): readonly PlacedRecord[] {
    const records: PlacedRecord[] = [];
    let bytes = 0;
    for (const record of this.#from(ordinal)) {
      if (records.length >= limits.records) break;
      bytes += record.data.length + record.partitionKey.length;
      if (bytes > limits.bytes && records.length > 0) break;
      records.push(record);
    }
    return records;
  }

  /** Ordinal of the first record that arrived at `atMs` or later; the next one's where there is none. */
  firstSince(atMs: number): number {
    const segment = this.#sealed.find(({ lastArrivedAtMs }) => lastArrivedAtMs >= atMs);
    for (const record of this.#from(segment?.firstOrdinal ?? this.#open.firstOrdinal)) {
      if (record.arrivedAtMs >= atMs) return record.ordinal;
    }
    return this.nextOrdinal;
  }

  /** Frees all that it holds. */
  drop(): void {
    const next = this.nextOrdinal;
    for (const { kept } of this.#sealed) kept.drop();
    this.#sealed = [];
    this.#open = this.#newSegment(next);
  }

  *#from(ordinal: number): Generator<PlacedRecord> {
    for (const { firstOrdinal, count, kept } of this.#sealed) {
      if (firstOrdinal + count > ordinal) yield* this.#walk(firstOrdinal, kept.read(), ordinal);
    }
    if (this.nextOrdinal > ordinal) yield* this.#walk(this.#open.firstOrdinal, this.#open.content, ordinal);
  }

  *#walk(firstOrdinal: number, content: Buffer, from: number): Generator<PlacedRecord> {
    let ordinal = Math.max(firstOrdinal, from);
    for (const record of readSegment(content, from - firstOrdinal)) {
      if (record.arrivedAtMs >= this.#horizonMs) yield { ...record, ordinal };
      ordinal += 1;
    }
  }

  #seal(): void {
    const { firstOrdinal, count, lastArrivedAtMs, content } = this.#open;
    this.#sealed.push({ firstOrdinal, count, lastArrivedAtMs, kept: this.#spill.keep(content) });
    this.#open = this.#newSegment(firstOrdinal + count);
  }

  #newSegment(firstOrdinal: number): OpenSegment {
    return new OpenSegment(firstOrdinal, () => this.#spill.wholeBuffer());
  }
}
