import type { ScheduledTask } from "../model/clock.ts";
import type { Environment } from "../model/environment.ts";
import type { Batch, DeliveryRecordData, Partition } from "./batch.ts";
import { type BufferingHints, dueAtMs, type Fill, fillWith, isFull } from "./buffer.ts";

interface OpenBuffer {
  fill: Fill;
  readonly chunks: Uint8Array[];
  readonly partition: Partition | undefined;
  readonly due: ScheduledTask;
}

/** What collects until its size or its interval is reached, one buffer for each partition. */
export class OpenBuffers {
  readonly #environment: Environment;
  readonly #hints: () => BufferingHints;
  readonly #onClosed: (batch: Batch) => void | Promise<void>;
  readonly #byPartition = new Map<string, OpenBuffer>();
  #bytes = 0;

  /** `onClosed` is called at the moment at which a buffer is complete. */
  constructor(environment: Environment, hints: () => BufferingHints, onClosed: (batch: Batch) => void | Promise<void>) {
    this.#environment = environment;
    this.#hints = hints;
    this.#onClosed = onClosed;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** When the oldest record in them arrived; milliseconds since the epoch. */
  get oldestArrivalMs(): number | undefined {
    let oldest: number | undefined;
    for (const { fill } of this.#byPartition.values()) oldest = Math.min(oldest ?? Infinity, fill.oldestArrivalMs);
    return oldest;
  }

  has(partitionId: string): boolean {
    return this.#byPartition.has(partitionId);
  }

  /** Partitions that data collect for; records that failed are none. */
  get partitionCount(): number {
    let count = 0;
    for (const { partition } of this.#byPartition.values()) if (partition?.errorType === undefined) count++;
    return count;
  }

  add(record: DeliveryRecordData): void {
    const { clock, pace } = this.#environment;
    const id = record.partition?.id ?? "";
    const hints = this.#hints();
    const size = { bytes: record.data.length, arrivedAtMs: record.arrivedAtMs };
    let open = this.#byPartition.get(id);
    const fill = fillWith(open?.fill, size, clock.now());
    if (open === undefined) {
      const due = clock.schedule(dueAtMs(fill, hints, pace.leastBufferingMs), () => this.#close(id));
      open = { fill, chunks: [], partition: record.partition, due };
      this.#byPartition.set(id, open);
    }
    open.fill = fill;
    open.chunks.push(record.data);
    this.#bytes += record.data.length;
    if (isFull(fill, hints)) {
      // The buffer is complete now, whatever comes next; what follows from it belongs to the clock.
      const batch = this.#take(id);
      if (batch !== undefined) clock.schedule(clock.now(), () => this.#onClosed(batch));
    }
  }

  clear(): void {
    for (const { due } of this.#byPartition.values()) due.cancel();
    this.#byPartition.clear();
    this.#bytes = 0;
  }

  #close(id: string): void | Promise<void> {
    const batch = this.#take(id);
    if (batch !== undefined) return this.#onClosed(batch);
  }

  #take(id: string): Batch | undefined {
    const open = this.#byPartition.get(id);
    if (open === undefined) return undefined;
    open.due.cancel();
    this.#byPartition.delete(id);
    this.#bytes -= open.fill.bytes;
    const { fill, chunks, partition } = open;
    return { fill, chunks, partition, uuid: this.#environment.random.uuid() };
  }
}
