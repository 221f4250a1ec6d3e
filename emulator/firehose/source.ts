import type { _Record } from "@aws-sdk/client-kinesis";
import type { ScheduledTask } from "../model/clock.ts";
import type { DeliveryRecord } from "../model/delivery-log.ts";
import type { Environment } from "../model/environment.ts";
import { deaggregate } from "../model/kpl.ts";
import { deliveryError } from "./failure.ts";
import type { IncomingRecord, Pipeline } from "./pipeline.ts";
import { retryDelayMs } from "./retry.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { RefusedCall } from "./service-call.ts";
import { isThrottle, ShardCursors } from "./shard-cursors.ts";
import type { DeliveryStream } from "./stream.ts";
import type { Telemetry } from "./telemetry.ts";

/** Source: Firehose User Guide, "Writing to Firehose using Kinesis Data Streams": GetRecords once a second per shard. */
const readEveryMs = 1_000;
/** How long reading goes on after the last request from outside: longer than any transition of a data stream takes. */
const awakeMs = 30_000;
/** How often a resting reader looks all the same; well within the 5 min that an iterator lives. */
const restMs = 60_000;

export interface SourceSettings {
  readonly environment: Environment;
  readonly sessions: RoleSessions;
  readonly pipeline: Pipeline;
  readonly telemetry: Telemetry;
  readonly stream: () => DeliveryStream;
  readonly dataStreamArn: string;
  readonly roleArn: string;
}

/**
 * Reads a data stream as the role, from the call on that creates the delivery stream: records that are put while it is
 * CREATING arrive, one that was put before does not (recorded on AWS by stackd, 2026). A refused call is tried again for
 * ever. While nothing happens outside, the second-by-second reads are left out: their outcome is known.
 */
export class SourceReader {
  readonly #settings: SourceSettings;
  #cursors: ShardCursors;
  #startMs = 0;
  #lastReadMs = 0;
  #awakeUntilMs = 0;
  #failedAttempts = 0;
  #next: { readonly atMs: number; readonly task: ScheduledTask } | undefined;
  #unsubscribe = () => {};
  #stopped = false;

  constructor(settings: SourceSettings) {
    this.#settings = settings;
    this.#cursors = new ShardCursors(settings.environment, settings.dataStreamArn, 0);
  }

  start(): Promise<void> {
    const { environment, dataStreamArn } = this.#settings;
    this.#startMs = environment.clock.now();
    this.#cursors = new ShardCursors(environment, dataStreamArn, this.#startMs);
    this.#unsubscribe = environment.activity.subscribe(() => this.#wake());
    return this.#read();
  }

  stop(): void {
    this.#stopped = true;
    this.#next?.task.cancel();
    this.#unsubscribe();
  }

  /** The data stream's, as last seen. */
  async retentionHours(): Promise<number> {
    try {
      await this.#cursors.describe(await this.#settings.sessions.as(this.#settings.roleArn));
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
    }
    return this.#cursors.retentionHours;
  }

  #wake(): void {
    const { clock } = this.#settings.environment;
    this.#awakeUntilMs = clock.now() + awakeMs;
    if (this.#next === undefined || this.#failedAttempts > 0) return;
    const sinceStart = clock.now() - this.#startMs;
    const onGridMs = this.#startMs + Math.ceil(sinceStart / readEveryMs) * readEveryMs;
    const atMs = Math.max(onGridMs, this.#lastReadMs + readEveryMs);
    if (atMs < this.#next.atMs) this.#schedule(atMs);
  }

  #schedule(atMs: number): void {
    this.#next?.task.cancel();
    const task = this.#settings.environment.clock.schedule(atMs, () => {
      this.#next = undefined;
      return this.#read();
    });
    this.#next = { atMs, task };
  }

  async #read(): Promise<void> {
    const { environment, sessions, pipeline, telemetry, stream, roleArn } = this.#settings;
    const nowMs = environment.clock.now();
    this.#lastReadMs = nowMs;
    let isBehind = true;
    try {
      // What cannot be delivered yet is left in the data stream, whose retention bounds it.
      if (pipeline.pendingBytes < backlogBytes(stream())) {
        const behindMs = await this.#cursors.read(await sessions.as(roleArn), (records) => this.#hand(records));
        telemetry.measure({ KinesisMillisBehindLatest: behindMs });
        isBehind = behindMs > 0;
      }
      this.#failedAttempts = 0;
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
      if (!this.#stopped) await this.#failed(error);
      return;
    }
    if (this.#stopped) return;
    const isAwake = isBehind || nowMs < this.#awakeUntilMs;
    this.#schedule(nowMs + (isAwake ? readEveryMs : restMs));
  }

  async #failed(refused: RefusedCall): Promise<void> {
    const { environment, sessions, stream, dataStreamArn, roleArn, telemetry } = this.#settings;
    const at = environment.clock.now();
    if (isThrottle(refused)) {
      // The data stream's limits are shared with other readers: no error, only a read that comes later.
      telemetry.measure({ [`Throttled${refused.operation}`]: 1 });
      return this.#schedule(at + readEveryMs);
    }
    sessions.forget(roleArn);
    if (refused.code === "ExpiredIteratorException") this.#cursors.dropIterators();
    this.#failedAttempts++;
    const retryAt = at + retryDelayMs(this.#failedAttempts);
    const record: DeliveryRecord = {
      at,
      deliveryStreamArn: stream().arn,
      deliveryStreamVersionId: String(stream().version),
      outcome: "failed",
      purpose: "source",
      destination: dataStreamArn,
      records: 0,
      bytes: 0,
      attempt: this.#failedAttempts,
      retryAt,
      error: deliveryError(refused, "Kinesis"),
    };
    this.#schedule(retryAt);
    await telemetry.attempted(record, "source");
  }

  async #hand(records: readonly _Record[]): Promise<void> {
    if (records.length === 0 || this.#stopped) return;
    const { environment, pipeline, telemetry } = this.#settings;
    telemetry.measure({
      "DataReadFromKinesisStream.Records": records.length,
      "DataReadFromKinesisStream.Bytes": records.reduce((bytes, { Data }) => bytes + (Data?.length ?? 0), 0),
    });
    const now = environment.clock.now();
    await pipeline.accept(records.flatMap((record) => userRecords(record, now)));
  }
}

/**
 * What the Kinesis Producer Library packed into one record comes out as it went in.
 * Source: Firehose User Guide, "Writing to Firehose using Kinesis Data Streams".
 */
function userRecords(
  { Data = new Uint8Array(), ApproximateArrivalTimestamp }: _Record,
  nowMs: number,
): readonly IncomingRecord[] {
  const arrivedAtMs = ApproximateArrivalTimestamp?.getTime() ?? nowMs;
  return deaggregate(Data)?.map(({ data }) => ({ data, arrivedAtMs })) ?? [{ data: Data, arrivedAtMs }];
}

/** Twice the size of a buffer: one that waits to be written and one that fills. AWS does not document its bound. */
function backlogBytes({ destination }: DeliveryStream): number {
  return 2 * (destination.BufferingHints?.SizeInMBs ?? 1) * 1024 * 1024;
}
