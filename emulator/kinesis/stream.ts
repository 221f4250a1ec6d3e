import type { MetricsName } from "@aws-sdk/client-kinesis";
import type { Policy } from "../policy/types.ts";
import type { Consumer } from "./consumer.ts";
import { streamNotActive } from "./errors.ts";
import { evenRanges, hexOf } from "./hash-key.ts";
import { RecentChanges } from "./recent-changes.ts";
import { Shard, type ShardBirth } from "./shard.ts";
import type { Spill } from "./spill.ts";

export type StreamStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING" | "DELETED";
export type ShardMetric = Exclude<MetricsName, "ALL">;
export type StreamMode = "PROVISIONED" | "ON_DEMAND";

/** As the API shows it. */
export type StreamEncryption =
  | { readonly EncryptionType: "NONE"; readonly KeyId?: undefined }
  | { readonly EncryptionType: "KMS"; readonly KeyId: string };

/** A resource policy of a stream, as it decides. */
export interface ResourcePolicy {
  readonly inForce: Policy;
}

/** How records are sealed that come in from now on. */
export interface Sealing {
  readonly shown: StreamEncryption;
  /** Undefined: they are not. */
  readonly keyArn: string | undefined;
}

export interface StreamSettings {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly createdAtMs: number;
  readonly mode: StreamMode;
  readonly shardCount: number;
  readonly maxRecordBytes: number;
}

const defaultRetentionHours = 24;
const hourMs = 3_600_000;

/** A data stream. What takes time is noted with the moment it is due and comes about when the stream is next looked at. */
export class Stream {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly createdAtMs: number;
  maxRecordBytes: number;
  readonly tags = new Map<string, string>();
  readonly #spill: Spill;
  readonly #shards: Shard[] = [];
  /** Open shards by the start of their range. */
  #open: readonly Shard[] = [];
  readonly #planned: number;
  #pending: { readonly atMs: number; readonly change: (atMs: number) => void } | undefined;
  status: StreamStatus = "CREATING";
  mode: StreamMode;
  retentionHours = defaultRetentionHours;
  /** Shard-level metrics that are switched on. */
  readonly shardMetrics = new Set<ShardMetric>();
  readonly consumers = new Map<string, Consumer>();
  policy: ResourcePolicy | undefined;
  /** Data keys by KMS key, each as KMS encrypted it. */
  readonly dataKeys = new Map<string, Uint8Array>();
  readonly recent = new RecentChanges();
  sealing: Sealing = { shown: { EncryptionType: "NONE" }, keyArn: undefined };

  /** Tells, for each change of the stream or of a consumer, how long it takes. */
  readonly drawChangeMs: () => number;

  constructor(settings: StreamSettings, spill: Spill, drawChangeMs: () => number) {
    this.drawChangeMs = drawChangeMs;
    this.name = settings.name;
    this.arn = settings.arn;
    this.accountId = settings.accountId;
    this.region = settings.region;
    this.createdAtMs = settings.createdAtMs;
    this.mode = settings.mode;
    this.maxRecordBytes = settings.maxRecordBytes;
    this.#planned = settings.shardCount;
    this.#spill = spill;
    this.later(settings.createdAtMs + drawChangeMs(), (atMs) => {
      evenRanges(settings.shardCount).forEach((range, index) => {
        this.addShard({ index, range, createdAtMs: atMs });
      });
    });
  }

  /** All shards that have existed, by index. */
  get shards(): readonly Shard[] {
    return this.#shards;
  }

  /** A stream that is gone is shown by nobody. */
  get shownStatus(): Exclude<StreamStatus, "DELETED"> {
    return this.status === "DELETED" ? "DELETING" : this.status;
  }

  /** Whether it takes and gives records: changes of a stream do not interrupt it. */
  get isInService(): boolean {
    return this.status === "ACTIVE" || this.status === "UPDATING";
  }

  get openShards(): readonly Shard[] {
    return this.#open;
  }

  /** Open shards, or as many as there will be where the stream is being created. */
  get plannedShardCount(): number {
    return this.status === "CREATING" ? this.#planned : this.#open.length;
  }

  /** Does `change` and becomes ACTIVE once the clock is there. One change at a time: callers look at the status first. */
  later(atMs: number, change: (atMs: number) => void = () => {}): void {
    this.#pending = { atMs, change };
  }

  /** Catches up with the clock. */
  settle(nowMs: number): void {
    if (this.#pending === undefined || this.#pending.atMs > nowMs) return;
    const { atMs, change } = this.#pending;
    this.#pending = undefined;
    this.status = this.status === "DELETING" ? "DELETED" : "ACTIVE";
    change(atMs);
  }

  /** Refuses while anything else is going on, then shows as UPDATING until `change` has come about. */
  update(nowMs: number, change?: (atMs: number) => void): void {
    if (this.status !== "ACTIVE") throw streamNotActive(this.name, this.accountId, this.status);
    this.status = "UPDATING";
    this.later(nowMs + this.drawChangeMs(), change);
  }

  delete(nowMs: number): void {
    this.status = "DELETING";
    this.#dropRecords();
    this.later(nowMs + this.drawChangeMs());
  }

  addShard(birth: ShardBirth): void {
    this.#shards.push(new Shard(birth, this.#spill));
    this.#sortOpen();
  }

  closeShard(shard: Shard, atMs: number): void {
    shard.close(atMs);
    this.#sortOpen();
  }

  /** The open shard that a hash key, in the form of `hashKeyOf`, belongs to. */
  shardFor(hashKeyHex: string): Shard {
    const open = this.#open;
    let low = 0;
    let high = open.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((open[middle]?.startHex ?? "") <= hashKeyHex) low = middle;
      else high = middle - 1;
    }
    const shard = open[low];
    if (shard === undefined) throw new Error(`stream ${this.arn} has no open shard`);
    return shard;
  }

  /** Before this moment records have expired. */
  trimHorizonMs(nowMs: number): number {
    return nowMs - this.retentionHours * hourMs;
  }

  /** Records expire by the period that is in force; those that have expired stay so. */
  retainFor(hours: number, nowMs: number): void {
    this.#trim(nowMs);
    this.retentionHours = hours;
    this.#trim(nowMs);
  }

  #trim(nowMs: number): void {
    for (const { log } of this.#shards) log.trim(this.trimHorizonMs(nowMs));
  }

  #sortOpen(): void {
    const open = this.#shards.filter(({ closed }) => closed === undefined);
    this.#open = open.sort((one, other) => (hexOf(one.range.start) < hexOf(other.range.start) ? -1 : 1));
  }

  #dropRecords(): void {
    for (const { log } of this.#shards) log.drop();
  }
}
