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
import type { Environment } from "../model/environment.ts";
import { callService, RefusedCall } from "./service-call.ts";

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

/**
 * Where a data stream has been read to, shard by shard. Every call is made as the caller that is handed in, and rejects
 * with `RefusedCall`; what was read before stays read.
 */
export class ShardCursors {
  readonly #environment: Environment;
  readonly #dataStreamArn: string;
  readonly #region: string;
  readonly #startMs: number;
  readonly #finished = new Set<string>();
  #cursors: readonly ShardCursor[] | undefined;
  #retentionHours = defaultRetentionHours;

  /** `startMs`: records that arrive from then on are read. */
  constructor(environment: Environment, dataStreamArn: string, startMs: number) {
    this.#environment = environment;
    this.#dataStreamArn = dataStreamArn;
    this.#region = parseArn(dataStreamArn)?.region ?? "";
    this.#startMs = startMs;
  }

  /** The data stream's, as last seen. */
  get retentionHours(): number {
    return this.#retentionHours;
  }

  /** Iterators that the data stream no longer takes are replaced by new ones. */
  dropIterators(): void {
    for (const cursor of this.#cursors ?? []) delete cursor.iterator;
  }

  async describe(caller: Caller): Promise<void> {
    const { StreamDescription } = await this.#kinesis<DescribeStreamOutput>(caller, "DescribeStream", {});
    this.#retentionHours = StreamDescription?.RetentionPeriodHours ?? defaultRetentionHours;
  }

  /** Reads each shard once. Answers how far behind the newest record the farthest is; milliseconds. */
  async read(caller: Caller, onRecords: (records: readonly _Record[]) => Promise<void>): Promise<number> {
    if (this.#cursors === undefined) {
      await this.describe(caller);
      const shards = await this.#listShards(caller);
      this.#cursors = shards.filter(isOpen).map(({ ShardId = "" }) => ({ shardId: ShardId, from: "start" }));
      for (const { ShardId = "" } of shards.filter((shard) => !isOpen(shard))) this.#finished.add(ShardId);
    }
    let behindMs = 0;
    let throttle: RefusedCall | undefined;
    for (const cursor of this.#cursors) {
      if (this.#finished.has(cursor.shardId)) continue;
      try {
        behindMs = Math.max(behindMs, await this.#readShard(caller, cursor, onRecords));
      } catch (error) {
        // The limits are each shard's own: one that others read too keeps no other from being read.
        if (!(error instanceof RefusedCall && isThrottle(error))) throw error;
        throttle = error;
      }
    }
    if (throttle !== undefined) throw throttle;
    if (!this.#cursors.some(({ shardId }) => this.#finished.has(shardId))) return behindMs;
    await this.#followReshard(caller, this.#cursors);
    // What the children hold is not read yet.
    return Math.max(behindMs, 1);
  }

  async #readShard(
    caller: Caller,
    cursor: ShardCursor,
    onRecords: (records: readonly _Record[]) => Promise<void>,
  ): Promise<number> {
    const nowMs = this.#environment.clock.now();
    if (cursor.iterator === undefined || nowMs - cursor.iterator.issuedAtMs >= iteratorLivesMs) {
      cursor.iterator = { value: await this.#iteratorFor(caller, cursor), issuedAtMs: nowMs };
    }
    const { Records, NextShardIterator, MillisBehindLatest } = await this.#kinesis<GetRecordsOutput>(
      caller,
      "GetRecords",
      { ShardIterator: cursor.iterator.value },
    );
    await onRecords(Records ?? []);
    cursor.lastSequenceNumber = Records?.at(-1)?.SequenceNumber ?? cursor.lastSequenceNumber;
    if (NextShardIterator === undefined || NextShardIterator === null) this.#finished.add(cursor.shardId);
    else cursor.iterator = { value: NextShardIterator, issuedAtMs: nowMs };
    return MillisBehindLatest ?? 0;
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
    return this.#environment.clock.now() === this.#startMs
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

  async #listShards(caller: Caller): Promise<readonly Shard[]> {
    const shards: Shard[] = [];
    for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
      const page: ListShardsOutput =
        token === undefined
          ? await this.#kinesis(caller, "ListShards", {})
          : await callService(this.#environment, {
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
    return callService<Output>(this.#environment, {
      as: caller,
      service: "kinesis",
      operation,
      input: { StreamARN: this.#dataStreamArn, ...input },
      region: this.#region,
    });
  }
}

export function isThrottle({ code }: RefusedCall): boolean {
  return code === "ProvisionedThroughputExceededException" || code === "LimitExceededException";
}

function isOpen({ SequenceNumberRange }: Shard): boolean {
  return SequenceNumberRange?.EndingSequenceNumber === undefined;
}
