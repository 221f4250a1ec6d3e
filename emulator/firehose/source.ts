import type {
  _Record,
  DescribeStreamOutput,
  GetRecordsOutput,
  GetShardIteratorInput,
  GetShardIteratorOutput,
  ListShardsOutput,
  Shard,
} from "@aws-sdk/client-kinesis";
import { parseArn } from "../model/arn.ts";
import type { Caller } from "../model/caller.ts";
import type { ScheduledTask } from "../model/clock.ts";
import type { DeliveryRecord } from "../model/delivery-log.ts";
import type { Environment } from "../model/environment.ts";
import { deliveryError } from "./failure.ts";
import type { Pipeline } from "./pipeline.ts";
import { retryDelayMs } from "./retry.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { callService, RefusedCall } from "./service-call.ts";
import type { DeliveryStream } from "./stream.ts";
import type { Telemetry } from "./telemetry.ts";

/** Source: Firehose User Guide, "Writing to Firehose using Kinesis Data Streams": GetRecords once a second per shard. */
const readEveryMs = 1_000;
/** How long reading goes on after the last request from outside: longer than any transition of a data stream takes. */
const awakeMs = 30_000;
/** How often a resting reader looks all the same; well within the 5 min that an iterator lives. */
const restMs = 60_000;
const iteratorLivesMs = 300_000;
const defaultRetentionHours = 24;

/** One shard that is being read. */
interface ShardCursor {
  readonly shardId: string;
  /** Where reading begins when nothing has been read yet. */
  readonly from: "start" | "oldest";
  iterator?: { readonly value: string; readonly issuedAtMs: number };
  lastSequenceNumber?: string;
}

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
 * Reads a data stream as the role, from the moment at which the delivery stream becomes ACTIVE. A refused call is tried
 * again for ever. While nothing happens outside, the second-by-second reads are left out: their outcome is known.
 */
export class SourceReader {
  readonly #settings: SourceSettings;
  readonly #finished = new Set<string>();
  readonly #region: string;
  #cursors: readonly ShardCursor[] | undefined;
  #retentionHours = defaultRetentionHours;
  #startMs = 0;
  #lastReadMs = 0;
  #awakeUntilMs = 0;
  #failedAttempts = 0;
  #next: { readonly atMs: number; readonly task: ScheduledTask } | undefined;
  #unsubscribe = () => {};
  #stopped = false;

  constructor(settings: SourceSettings) {
    this.#settings = settings;
    this.#region = parseArn(settings.dataStreamArn)?.region ?? "";
  }

  start(): Promise<void> {
    this.#startMs = this.#settings.environment.clock.now();
    this.#unsubscribe = this.#settings.environment.activity.subscribe(() => this.#wake());
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
      await this.#describe(await this.#settings.sessions.as(this.#settings.roleArn));
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
    }
    return this.#retentionHours;
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
    const { environment, sessions, pipeline, stream, roleArn } = this.#settings;
    const nowMs = environment.clock.now();
    this.#lastReadMs = nowMs;
    let isBehind = true;
    try {
      // What cannot be delivered yet is left in the data stream, whose retention bounds it.
      if (pipeline.pendingBytes < backlogBytes(stream())) {
        isBehind = await this.#readShards(await sessions.as(roleArn));
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
    if (refused.code === "ProvisionedThroughputExceededException" || refused.code === "LimitExceededException") {
      // The data stream's limits are shared with other readers: no error, only a read that comes later.
      telemetry.measure({ [`Throttled${refused.operation}`]: 1 });
      return this.#schedule(at + readEveryMs);
    }
    sessions.forget(roleArn);
    if (refused.code === "ExpiredIteratorException") for (const cursor of this.#cursors ?? []) delete cursor.iterator;
    this.#failedAttempts++;
    const retryAt = at + retryDelayMs(this.#failedAttempts);
    const record: DeliveryRecord = {
      at,
      deliveryStreamArn: stream().arn,
      deliveryStreamVersionId: String(stream().version),
      outcome: "failed",
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

  /** Whether there is more to read than one round took. */
  async #readShards(caller: Caller): Promise<boolean> {
    if (this.#cursors === undefined) {
      await this.#describe(caller);
      const shards = await this.#listShards(caller);
      this.#cursors = shards.filter(isOpen).map(({ ShardId = "" }) => ({ shardId: ShardId, from: "start" }));
      for (const { ShardId = "" } of shards.filter((shard) => !isOpen(shard))) this.#finished.add(ShardId);
    }
    let isBehind = false;
    for (const cursor of this.#cursors) isBehind = (await this.#readShard(caller, cursor)) || isBehind;
    if (this.#cursors.some(({ shardId }) => this.#finished.has(shardId))) {
      await this.#followReshard(caller, this.#cursors);
      isBehind = true;
    }
    return isBehind;
  }

  async #readShard(caller: Caller, cursor: ShardCursor): Promise<boolean> {
    const nowMs = this.#settings.environment.clock.now();
    if (cursor.iterator === undefined || nowMs - cursor.iterator.issuedAtMs >= iteratorLivesMs) {
      cursor.iterator = { value: await this.#iteratorFor(caller, cursor), issuedAtMs: nowMs };
    }
    const { Records, NextShardIterator, MillisBehindLatest } = await this.#kinesis<GetRecordsOutput>(
      caller,
      "GetRecords",
      { ShardIterator: cursor.iterator.value },
    );
    if (this.#stopped) return false;
    this.#hand(Records ?? [], cursor);
    if (NextShardIterator === undefined || NextShardIterator === null) this.#finished.add(cursor.shardId);
    else cursor.iterator = { value: NextShardIterator, issuedAtMs: nowMs };
    this.#settings.telemetry.measure({ KinesisMillisBehindLatest: MillisBehindLatest ?? 0 });
    return (MillisBehindLatest ?? 0) > 0;
  }

  #hand(records: readonly _Record[], cursor: ShardCursor): void {
    if (records.length === 0) return;
    const { environment, pipeline, telemetry } = this.#settings;
    const now = environment.clock.now();
    telemetry.measure({
      "DataReadFromKinesisStream.Records": records.length,
      "DataReadFromKinesisStream.Bytes": records.reduce((bytes, { Data }) => bytes + (Data?.length ?? 0), 0),
    });
    pipeline.accept(
      records.map(({ Data = new Uint8Array(), ApproximateArrivalTimestamp }) => ({
        data: Data,
        arrivedAtMs: ApproximateArrivalTimestamp?.getTime() ?? now,
      })),
    );
    cursor.lastSequenceNumber = records.at(-1)?.SequenceNumber ?? cursor.lastSequenceNumber;
  }

  async #iteratorFor(caller: Caller, cursor: ShardCursor): Promise<string> {
    const { ShardIterator } = await this.#kinesis<GetShardIteratorOutput>(caller, "GetShardIterator", {
      ShardId: cursor.shardId,
      ...this.#position(cursor),
    });
    return ShardIterator ?? "";
  }

  /** LATEST is right at the start alone; a reader that was refused then begins at that moment all the same. We choose. */
  #position(cursor: ShardCursor): Pick<GetShardIteratorInput, "ShardIteratorType"> & Partial<GetShardIteratorInput> {
    if (cursor.lastSequenceNumber !== undefined) {
      return { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: cursor.lastSequenceNumber };
    }
    if (cursor.from === "oldest") return { ShardIteratorType: "TRIM_HORIZON" };
    return this.#settings.environment.clock.now() === this.#startMs
      ? { ShardIteratorType: "LATEST" }
      : { ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(this.#startMs) };
  }

  /** Goes on with the children of closed shards, each only after all its parents: the order within a key is kept. */
  async #followReshard(caller: Caller, cursors: readonly ShardCursor[]): Promise<void> {
    const known = new Set(cursors.map(({ shardId }) => shardId));
    const shards = await this.#listShards(caller);
    const children = shards.filter(
      (shard) => !known.has(shard.ShardId ?? "") && !this.#finished.has(shard.ShardId ?? "") && this.#isNext(shard),
    );
    this.#cursors = [
      ...cursors.filter(({ shardId }) => !this.#finished.has(shardId)),
      ...children.map(({ ShardId = "" }) => ({ shardId: ShardId, from: "oldest" as const })),
    ];
  }

  #isNext({ ParentShardId, AdjacentParentShardId }: Shard): boolean {
    return [ParentShardId, AdjacentParentShardId].every(
      (parent) => parent === undefined || parent === null || this.#finished.has(parent),
    );
  }

  async #describe(caller: Caller): Promise<void> {
    const { StreamDescription } = await this.#kinesis<DescribeStreamOutput>(caller, "DescribeStream", {});
    this.#retentionHours = StreamDescription?.RetentionPeriodHours ?? defaultRetentionHours;
  }

  async #listShards(caller: Caller): Promise<readonly Shard[]> {
    const shards: Shard[] = [];
    for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
      const page: ListShardsOutput =
        token === undefined
          ? await this.#kinesis(caller, "ListShards", {})
          : await callService(this.#settings.environment, {
              as: caller,
              service: "kinesis",
              operation: "ListShards",
              input: { NextToken: token },
              region: this.#region,
            });
      shards.push(...(page.Shards ?? []));
      token = page.NextToken ?? undefined;
    }
    return shards;
  }

  #kinesis<Output>(caller: Caller, operation: string, input: object): Promise<Output> {
    return callService<Output>(this.#settings.environment, {
      as: caller,
      service: "kinesis",
      operation,
      input: { StreamARN: this.#settings.dataStreamArn, ...input },
      region: this.#region,
    });
  }
}

function isOpen({ SequenceNumberRange }: Shard): boolean {
  return SequenceNumberRange?.EndingSequenceNumber === undefined;
}

/** Twice the size of a buffer: one that waits to be written and one that fills. AWS does not document its bound. */
function backlogBytes({ destination }: DeliveryStream): number {
  return 2 * (destination.BufferingHints?.SizeInMBs ?? 1) * 1024 * 1024;
}
