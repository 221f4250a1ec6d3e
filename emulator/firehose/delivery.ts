import type { ScheduledTask } from "../model/clock.ts";
import type { DeliveryRecord } from "../model/delivery-log.ts";
import type { Environment } from "../model/environment.ts";
import type { Batch, DeliveryRecordData } from "./batch.ts";
import { compress } from "./compression.ts";
import { deliveryError } from "./failure.ts";
import { errorObjectKey, objectKey } from "./key.ts";
import { bucketRegion, writeObject } from "./object-writer.ts";
import { OpenBuffers } from "./open-buffers.ts";
import type { DeliveryPlan } from "./plan.ts";
import { isLost, retryDelayMs } from "./retry.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { RefusedCall } from "./service-call.ts";
import { type DeliveryStream, directPutRetentionHours } from "./stream.ts";
import { unseal } from "./stream-encryption.ts";

export interface DeliverySettings {
  readonly environment: Environment;
  readonly sessions: RoleSessions;
  readonly stream: () => DeliveryStream;
  readonly purpose: "destination" | "backup";
  /** The destination as it is configured now: an update holds for what waits, too. */
  readonly plan: () => DeliveryPlan;
  /** How long undelivered data are kept. */
  readonly retentionHours: () => Promise<number>;
  /** Told of every attempt and what came of it. */
  readonly onAttempt: (record: DeliveryRecord) => Promise<void>;
}

/**
 * Takes records in and writes them out: buffered by size and interval, one object after the other in the order in which
 * they were complete, each tried again until it is written or outlives the retention. Nothing is dropped without a record
 * of it.
 */
export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #open: OpenBuffers;
  readonly #waiting: Batch[] = [];
  #waitingBytes = 0;
  /** Of the batch in front. */
  #attempts = 0;
  #retry: ScheduledTask | undefined;
  #draining = false;
  #stopped = false;
  /** The destination whose region is known. */
  #located: { readonly plan: DeliveryPlan; readonly region: string } | undefined;

  constructor(settings: DeliverySettings) {
    this.#settings = settings;
    this.#open = new OpenBuffers(
      settings.environment,
      () => settings.plan().hints,
      (batch) => this.#enqueue(batch),
    );
  }

  /** What collects and is not complete. */
  get open(): Pick<OpenBuffers, "has" | "partitionCount"> {
    return this.#open;
  }

  /** Bytes that are buffered or wait to be written. */
  get pendingBytes(): number {
    return this.#waitingBytes + this.#open.bytes;
  }

  /** When the oldest record that is not delivered arrived; milliseconds since the epoch. */
  get oldestArrivalMs(): number | undefined {
    const open = this.#open.oldestArrivalMs ?? Number.POSITIVE_INFINITY;
    const oldest = this.#waiting.reduce((least, { fill }) => Math.min(least, fill.oldestArrivalMs), open);
    return Number.isFinite(oldest) ? oldest : undefined;
  }

  accept(record: DeliveryRecordData): void {
    if (!this.#stopped) this.#open.add(record);
  }

  /** What is buffered is discarded, not written: so AWS does when a delivery stream is deleted (floci, seen in 2026). */
  stop(): void {
    this.#stopped = true;
    this.#open.clear();
    this.#retry?.cancel();
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #enqueue(batch: Batch): Promise<void> | undefined {
    if (this.#stopped) return undefined;
    this.#waiting.push(batch);
    this.#waitingBytes += batch.fill.bytes;
    return this.#drain();
  }

  /** Writes what waits, oldest first. A failure stops it until the retry: the order is kept. */
  async #drain(): Promise<void> {
    if (this.#draining || this.#retry !== undefined) return;
    this.#draining = true;
    try {
      for (let batch = this.#waiting[0]; batch !== undefined; batch = this.#waiting[0]) {
        const isDone = await this.#attempt(batch);
        if (this.#stopped) return;
        if (!isDone) return this.#scheduleRetry();
        this.#waiting.shift();
        this.#waitingBytes -= batch.fill.bytes;
        this.#attempts = 0;
      }
    } finally {
      this.#draining = false;
    }
  }

  #scheduleRetry(): void {
    const { clock } = this.#settings.environment;
    this.#retry = clock.schedule(clock.now() + retryDelayMs(this.#attempts), () => {
      this.#retry = undefined;
      return this.#drain();
    });
  }

  /** True where the batch is written or given up. */
  async #attempt(batch: Batch): Promise<boolean> {
    if (await this.#isLost(batch)) {
      await this.#tell(batch, { outcome: "lost" });
      return true;
    }
    this.#attempts++;
    const plan = this.#settings.plan();
    const key = this.#keyOf(batch, plan);
    try {
      await this.#write(batch, plan, key);
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
      this.#settings.sessions.forget(plan.roleArn);
      const retryAt = this.#settings.environment.clock.now() + retryDelayMs(this.#attempts);
      await this.#tell(batch, { outcome: "failed", key, retryAt, error: deliveryError(error, "S3") });
      return false;
    }
    await this.#tell(batch, { outcome: "delivered", key });
    return true;
  }

  /** The retention is asked for only where the least that there is has passed. */
  async #isLost({ fill }: Batch): Promise<boolean> {
    const now = this.#settings.environment.clock.now();
    if (!isLost(fill.oldestArrivalMs, directPutRetentionHours, now)) return false;
    return isLost(fill.oldestArrivalMs, await this.#settings.retentionHours(), now);
  }

  async #write(batch: Batch, plan: DeliveryPlan, key: string): Promise<void> {
    const { environment, sessions, stream } = this.#settings;
    const { encryption, region } = stream();
    if (encryption.kind === "enabled") await unseal(environment, region, encryption.key);
    const caller = await sessions.as(plan.roleArn);
    if (this.#located?.plan !== plan) {
      this.#located = { plan, region: await bucketRegion(environment, caller, plan, stream()) };
    }
    const data = bodyOf(batch, plan.processing.delimiter);
    const body = compress(plan.compression, data, { entryName: batch.uuid, atMs: environment.clock.now() });
    await writeObject(environment, caller, plan, { ...stream(), region: this.#located.region }, { key, body });
  }

  #keyOf({ fill, partition, uuid }: Batch, plan: DeliveryPlan): string {
    const { environment, stream } = this.#settings;
    const values = {
      deliveryStreamName: stream().name,
      versionId: String(stream().version),
      oldestArrivalMs: fill.oldestArrivalMs,
      timeZone: plan.timeZone,
      extension: plan.extension,
      uuid,
      randomString: () => environment.random.uuid().slice(0, 11),
      ...(partition?.keys !== undefined && { partitionKeys: partition.keys }),
    };
    return partition?.errorType === undefined
      ? objectKey(plan.prefix, values)
      : errorObjectKey(plan.errorOutputPrefix, plan.prefix, partition.errorType, values);
  }

  #tell(
    { fill, partition }: Batch,
    outcome: Pick<DeliveryRecord, "outcome" | "key" | "retryAt" | "error">,
  ): Promise<void> {
    const { environment, stream, plan, purpose, onAttempt } = this.#settings;
    return onAttempt({
      at: environment.clock.now(),
      deliveryStreamArn: stream().arn,
      deliveryStreamVersionId: String(stream().version),
      purpose: partition?.errorType === undefined ? purpose : "errors",
      destination: plan().bucketArn,
      records: fill.records,
      bytes: fill.bytes,
      oldestArrivalAt: fill.oldestArrivalMs,
      attempt: this.#attempts,
      ...outcome,
    });
  }
}

/** The records one behind the other. Those that failed are documents of their own, which no delimiter parts. */
function bodyOf({ chunks, partition }: Batch, delimiter: Buffer | undefined): Buffer {
  if (delimiter === undefined || partition?.errorType !== undefined) return Buffer.concat(chunks);
  return Buffer.concat(chunks.flatMap((chunk, at) => (at === 0 ? [chunk] : [delimiter, chunk])));
}
