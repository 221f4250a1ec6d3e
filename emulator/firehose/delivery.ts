import type { ScheduledTask } from "../model/clock.ts";
import type { DeliveryError } from "../model/delivery-log.ts";
import type { Environment } from "../model/environment.ts";
import { dueAtMs, type Fill, fillWith, isFull } from "./buffer.ts";
import { deliveryError } from "./failure.ts";
import { objectKey } from "./key.ts";
import { bucketRegion, writeObject } from "./object-writer.ts";
import { type DeliveryPlan, planOf } from "./plan.ts";
import { isLost, retryDelayMs } from "./retry.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { RefusedCall } from "./service-call.ts";
import type { DeliveryStream } from "./stream.ts";

export interface IncomingRecord {
  readonly data: Uint8Array;
  /** Approximate arrival; milliseconds since the epoch. */
  readonly arrivedAtMs: number;
}

/** What collects until its size or its interval is reached. */
interface OpenBuffer {
  fill: Fill;
  readonly chunks: Uint8Array[];
  readonly due: ScheduledTask;
}

/** A buffer that is closed and waits to be written. */
interface Batch {
  readonly fill: Fill;
  readonly chunks: readonly Uint8Array[];
  readonly uuid: string;
  attempts: number;
}

export interface DeliverySettings {
  readonly environment: Environment;
  readonly sessions: RoleSessions;
  /** The delivery stream as it is configured now: an update holds for what waits, too. */
  readonly stream: () => DeliveryStream;
  /** How long undelivered data are kept. */
  readonly retentionHours: () => Promise<number>;
}

/**
 * Takes records in and writes them out: buffered by size and interval, one object after the other in the order in which
 * they came, each tried again until it is written or outlives the retention. Nothing is dropped without a record of it.
 */
export class Delivery {
  readonly #settings: DeliverySettings;
  #open: OpenBuffer | undefined;
  readonly #waiting: Batch[] = [];
  #waitingBytes = 0;
  #retry: ScheduledTask | undefined;
  #draining = false;
  #stopped = false;
  /** The destination whose region is known. */
  #located: { readonly plan: DeliveryPlan; readonly region: string } | undefined;

  constructor(settings: DeliverySettings) {
    this.#settings = settings;
  }

  /** Bytes that are buffered or wait to be written. */
  get pendingBytes(): number {
    return this.#waitingBytes + (this.#open?.fill.bytes ?? 0);
  }

  accept(records: readonly IncomingRecord[]): void {
    const { clock } = this.#settings.environment;
    for (const record of records) {
      const size = { bytes: record.data.length, arrivedAtMs: record.arrivedAtMs };
      const fill = fillWith(this.#open?.fill, size, clock.now());
      this.#open ??= {
        fill,
        chunks: [],
        due: clock.schedule(dueAtMs(fill, this.#plan.hints), () => {
          this.#close();
          return this.#drain();
        }),
      };
      this.#open.fill = fill;
      this.#open.chunks.push(record.data);
      if (isFull(fill, this.#plan.hints)) {
        this.#close();
        clock.schedule(clock.now(), () => this.#drain());
      }
    }
  }

  /** What is buffered is discarded, not written: so AWS does when a delivery stream is deleted (floci, seen in 2026). */
  stop(): void {
    this.#stopped = true;
    this.#open?.due.cancel();
    this.#retry?.cancel();
    this.#open = undefined;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  get #plan(): DeliveryPlan {
    return planOf(this.#settings.stream().destination);
  }

  #close(): void {
    if (this.#open === undefined) return;
    this.#open.due.cancel();
    const { fill, chunks } = this.#open;
    this.#waiting.push({ fill, chunks, uuid: this.#settings.environment.random.uuid(), attempts: 0 });
    this.#waitingBytes += fill.bytes;
    this.#open = undefined;
  }

  /** Writes what waits, oldest first. A failure stops it until the retry: the order is kept. */
  async #drain(): Promise<void> {
    if (this.#draining || this.#retry !== undefined) return;
    this.#draining = true;
    try {
      for (let batch = this.#waiting[0]; batch !== undefined; batch = this.#waiting[0]) {
        const isDone = await this.#attempt(batch);
        if (this.#stopped) return;
        if (!isDone) return this.#scheduleRetry(batch);
        this.#waiting.shift();
        this.#waitingBytes -= batch.fill.bytes;
      }
    } finally {
      this.#draining = false;
    }
  }

  #scheduleRetry(batch: Batch): void {
    const { clock } = this.#settings.environment;
    this.#retry = clock.schedule(clock.now() + retryDelayMs(batch.attempts), () => {
      this.#retry = undefined;
      return this.#drain();
    });
  }

  /** True where the batch is written or given up. */
  async #attempt(batch: Batch): Promise<boolean> {
    const { clock } = this.#settings.environment;
    const retentionHours = batch.attempts === 0 ? undefined : await this.#settings.retentionHours();
    if (retentionHours !== undefined && isLost(batch.fill.oldestArrivalMs, retentionHours, clock.now())) {
      this.#record(batch, "lost", {});
      return true;
    }
    batch.attempts++;
    const plan = this.#plan;
    const key = this.#keyOf(batch, plan);
    try {
      await this.#write(batch, plan, key);
      this.#record(batch, "delivered", { key });
      return true;
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
      this.#settings.sessions.forget(plan.roleArn);
      const retryAt = clock.now() + retryDelayMs(batch.attempts);
      this.#record(batch, "failed", { key, retryAt, error: deliveryError(error, "S3") });
      return false;
    }
  }

  async #write(batch: Batch, plan: DeliveryPlan, key: string): Promise<void> {
    const { environment, sessions, stream } = this.#settings;
    const caller = await sessions.as(plan.roleArn);
    if (this.#located?.plan !== plan) {
      this.#located = { plan, region: await bucketRegion(environment, caller, plan, stream().region) };
    }
    const body = Buffer.concat(batch.chunks, batch.fill.bytes);
    await writeObject(environment, caller, plan, this.#located.region, { key, body, contentEncoding: undefined });
  }

  #keyOf(batch: Batch, plan: DeliveryPlan): string {
    const { name, version } = this.#settings.stream();
    return objectKey(plan.prefix, {
      deliveryStreamName: name,
      versionId: String(version),
      oldestArrivalMs: batch.fill.oldestArrivalMs,
      timeZone: plan.timeZone,
      extension: plan.extension,
      uuid: batch.uuid,
      randomString: () => this.#settings.environment.random.uuid().slice(0, 11),
    });
  }

  #record(
    batch: Batch,
    outcome: "delivered" | "failed" | "lost",
    more: { readonly key?: string; readonly retryAt?: number; readonly error?: DeliveryError },
  ): void {
    const { environment, stream } = this.#settings;
    const { arn, version } = stream();
    environment.deliveries.record({
      at: environment.clock.now(),
      deliveryStreamArn: arn,
      deliveryStreamVersionId: String(version),
      outcome,
      destination: this.#plan.bucketArn,
      records: batch.fill.records,
      bytes: batch.fill.bytes,
      attempt: batch.attempts,
      ...more,
    });
  }
}
