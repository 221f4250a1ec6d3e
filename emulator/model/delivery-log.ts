import type { ServiceName } from "./action.ts";

/** One attempt of a delivery stream to move data on, or to read its source, with what came of it. */
export interface DeliveryRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly deliveryStreamArn: string;
  readonly deliveryStreamVersionId: string;
  /** `failed`: the data wait and are tried again; `lost`: they outlived the retention. */
  readonly outcome: "delivered" | "failed" | "lost";
  /** What was to be written: data, their copy for the backup, records that failed; or the source was to be read. */
  readonly purpose: "destination" | "backup" | "errors" | "source";
  /** ARN of the bucket; of the data stream where reading it failed. */
  readonly destination: string;
  /** Key of the object that was written, or would have been. */
  readonly key?: string;
  readonly records: number;
  /** Before compression. */
  readonly bytes: number;
  /** Approximate arrival of the oldest record; milliseconds since the epoch. */
  readonly oldestArrivalAt?: number;
  /** 1 for the first attempt with this data. */
  readonly attempt: number;
  /** When it is tried again; milliseconds since the epoch. */
  readonly retryAt?: number;
  readonly error?: DeliveryError;
}

/** What a failed attempt says in Firehose's words, and the refused call behind it. */
export interface DeliveryError {
  /** `S3.AccessDenied`, as Firehose writes it to CloudWatch Logs. */
  readonly code: string;
  readonly message: string;
  readonly cause: {
    readonly service: ServiceName;
    /** `PutObject`, `AssumeRole`, … */
    readonly operation: string;
    readonly code: string;
    readonly message: string;
    /** Finds the decisions behind it in the decision log. */
    readonly requestId: string;
  };
}

/** The last attempts of each delivery stream, oldest first; older ones are forgotten so that a long run does not grow. */
export class DeliveryLog {
  readonly #capacity: number;
  readonly #byStream = new Map<string, DeliveryRecord[]>();
  readonly #listeners = new Set<(record: DeliveryRecord) => void>();

  /** `capacity`: records kept of each delivery stream. */
  constructor(capacity = 1_000) {
    this.#capacity = capacity;
  }

  record(record: DeliveryRecord): void {
    const records = this.#byStream.get(record.deliveryStreamArn) ?? [];
    records.push(record);
    if (records.length > this.#capacity) records.shift();
    this.#byStream.set(record.deliveryStreamArn, records);
    for (const listener of this.#listeners) listener(record);
  }

  of(deliveryStreamArn: string): readonly DeliveryRecord[] {
    return [...(this.#byStream.get(deliveryStreamArn) ?? [])];
  }

  /** Attempts that failed or lost data. */
  failures(deliveryStreamArn: string): readonly DeliveryRecord[] {
    return this.of(deliveryStreamArn).filter(({ outcome }) => outcome !== "delivered");
  }

  /** Calls `listener` with every attempt from now on; the answer ends it. */
  subscribe(listener: (record: DeliveryRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
