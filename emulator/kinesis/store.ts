import type { Environment } from "../model/environment.ts";
import { drawMs } from "../model/pace.ts";
import { shardLimitExceeded } from "./errors.ts";
import { ShardIterators } from "./shard-iterator.ts";
import { Spill } from "./spill.ts";
import { Stream, type StreamSettings } from "./stream.ts";

/** Every data stream of every account and region. */
export class KinesisStore {
  readonly environment: Environment;
  readonly iterators: ShardIterators;
  readonly #streams = new Map<string, Stream>();
  readonly #spill: Spill;

  constructor(environment: Environment) {
    this.environment = environment;
    this.#spill = new Spill(environment.temporaryFolder, environment.random);
    this.iterators = new ShardIterators(environment.random);
  }

  /** The stream as it is at `nowMs`, in whatever status. */
  find(arn: string, nowMs: number): Stream | undefined {
    const stream = this.#streams.get(arn);
    if (stream === undefined) return undefined;
    stream.settle(nowMs);
    if (stream.status !== "DELETED") return stream;
    this.#streams.delete(arn);
    return undefined;
  }

  /** The streams of one account and region, by name. */
  list(accountId: string, region: string, nowMs: number): readonly Stream[] {
    const streams = [...this.#streams.keys()].flatMap((arn) => this.find(arn, nowMs) ?? []);
    return streams
      .filter((stream) => stream.accountId === accountId && stream.region === region)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  create(settings: StreamSettings): Stream {
    const { pace, random } = this.environment;
    const stream = new Stream(settings, this.#spill, () => drawMs(pace.dataStreamChange, random));
    this.#streams.set(settings.arn, stream);
    return stream;
  }

  /** Refuses what would take the account's provisioned streams over the quota of the region. */
  checkShardLimit(accountId: string, region: string, additional: number, nowMs: number): void {
    const current = this.shardCount(accountId, region, nowMs);
    const limit = shardLimitOf(region);
    if (current + additional > limit) {
      throw shardLimitExceeded({ accountId, region, current, limit, additional });
    }
  }

  /** Open shards of the account's provisioned streams, those that are being created included. */
  shardCount(accountId: string, region: string, nowMs: number): number {
    return this.list(accountId, region, nowMs)
      .filter(({ mode }) => mode === "PROVISIONED")
      .reduce((sum, stream) => sum + stream.plannedShardCount, 0);
  }
}

/** Source: Kinesis Data Streams Developer Guide, "Quotas and limits". */
export function shardLimitOf(region: string): number {
  return ["us-east-1", "us-west-2", "eu-west-1"].includes(region) ? 500 : 200;
}
