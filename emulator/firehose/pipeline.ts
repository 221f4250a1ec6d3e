import type { DeliveryRecord } from "../model/delivery-log.ts";
import type { Environment } from "../model/environment.ts";
import type { DeliveryRecordData } from "./batch.ts";
import { Delivery } from "./delivery.ts";
import { errorRecord, type RecordError } from "./error-record.ts";
import { extractKeys } from "./partition-keys.ts";
import { type DeliveryPlan, planOf } from "./plan.ts";
import type { Processing } from "./processors.ts";
import { splitRecord } from "./record-split.ts";
import type { RoleSessions } from "./role-sessions.ts";
import type { DeliveryStream } from "./stream.ts";

export interface IncomingRecord {
  readonly data: Uint8Array;
  /** Approximate arrival; milliseconds since the epoch. */
  readonly arrivedAtMs: number;
}

export interface PipelineSettings {
  readonly environment: Environment;
  readonly sessions: RoleSessions;
  readonly stream: () => DeliveryStream;
  readonly retentionHours: () => Promise<number>;
  readonly onAttempt: (record: DeliveryRecord, role: "destination" | "backup") => Promise<void>;
}

/** AWS's default quota. Source: Firehose User Guide, "Amazon Data Firehose Quota". */
const maxActivePartitions = 500;

/** What records go through: a copy to the backup, processing, then the buffers of their destination. */
export class Pipeline {
  readonly #settings: PipelineSettings;
  readonly #destination: Delivery;
  readonly #backup: Delivery;
  #isStopped = false;

  constructor(settings: PipelineSettings) {
    this.#settings = settings;
    const plan = () => planOf(settings.stream().destination);
    this.#destination = this.#delivery("destination", plan);
    this.#backup = this.#delivery("backup", () => plan().backup ?? plan());
  }

  get pendingBytes(): number {
    return this.#destination.pendingBytes + this.#backup.pendingBytes;
  }

  /** Resolves when the records are in their buffers. What comes after `stop` is dropped. */
  async accept(records: readonly IncomingRecord[]): Promise<void> {
    const { processing, backup, isPartitioned } = planOf(this.#settings.stream().destination);
    if (backup !== undefined) for (const record of records) this.#backup.accept(record);
    const parts = processing.split === undefined ? records : this.#split(records, processing.split);
    const partitioned = isPartitioned ? await this.#partition(parts, processing) : parts;
    if (this.#isStopped) return;
    for (const record of partitioned) this.#destination.accept(record);
  }

  /** A record that failed in a step which is not emulated. */
  fail(record: IncomingRecord, error: RecordError): void {
    this.#destination.accept(this.#failed(record, error));
  }

  stop(): void {
    this.#isStopped = true;
    this.#destination.stop();
    this.#backup.stop();
  }

  #delivery(role: "destination" | "backup", plan: () => DeliveryPlan): Delivery {
    const { onAttempt, ...settings } = this.#settings;
    return new Delivery({ ...settings, purpose: role, plan, onAttempt: (record) => onAttempt(record, role) });
  }

  #split(records: readonly IncomingRecord[], split: NonNullable<Processing["split"]>): readonly DeliveryRecordData[] {
    return records.flatMap((record) => {
      const parts = splitRecord(Buffer.from(record.data), split);
      if (parts !== undefined) return parts.map((data) => ({ data, arrivedAtMs: record.arrivedAtMs }));
      // AWS's code and words for it are not documented.
      const code = "DynamicPartitioning.RecordDeAggregationFailed";
      return [
        this.#failed(record, { type: "processing-failed", code, message: "The record is not what it was split as." }),
      ];
    });
  }

  async #partition(
    records: readonly DeliveryRecordData[],
    { query }: Processing,
  ): Promise<readonly DeliveryRecordData[]> {
    const data = records.filter(({ partition }) => partition === undefined);
    const extractions = await extractKeys(
      query ?? "{}",
      data.map((record) => record.data),
    );
    const opening = new Set<string>();
    const partitioned = data.map((record, at): DeliveryRecordData => {
      const extraction = extractions[at];
      if (extraction === undefined) throw new Error("each record has its extraction");
      if (extraction.kind === "failed") {
        return this.#failed(record, {
          type: "processing-failed",
          code: "DynamicPartitioning.MetadataExtractionFailed",
          message: extraction.message,
        });
      }
      const id = JSON.stringify([...extraction.keys].sort());
      if (!this.#destination.open.has(id) && !opening.has(id)) {
        if (this.#destination.open.partitionCount + opening.size >= maxActivePartitions) {
          return this.#failed(record, {
            type: "activePartitionExceeded",
            code: "DynamicPartitioning.ActivePartitionLimitExceeded",
            message: `There are ${maxActivePartitions} active partitions already.`,
          });
        }
        opening.add(id);
      }
      return { ...record, partition: { id, keys: extraction.keys } };
    });
    return [...partitioned, ...records.filter(({ partition }) => partition !== undefined)];
  }

  #failed(record: IncomingRecord, error: RecordError): DeliveryRecordData {
    return errorRecord(record, error, this.#settings.environment.clock.now());
  }
}
