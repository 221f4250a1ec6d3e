import type { Fill } from "./buffer.ts";
import type { ErrorOutputType } from "./key.ts";

/** One record on its way to S3. */
export interface DeliveryRecordData {
  readonly data: Uint8Array;
  /** Approximate arrival; milliseconds since the epoch. */
  readonly arrivedAtMs: number;
  /** What shares an object with it; everything, unless given. */
  readonly partition?: Partition;
}

/** What one object holds of: data with the same partition keys, or records that failed in the same way. */
export interface Partition {
  readonly id: string;
  readonly keys?: ReadonlyMap<string, string>;
  readonly errorType?: ErrorOutputType;
}

/** A buffer that is closed and waits to be written as one object. */
export interface Batch {
  readonly fill: Fill;
  readonly chunks: readonly Uint8Array[];
  readonly partition: Partition | undefined;
  /** Ends the object's key, the same for each attempt. */
  readonly uuid: string;
}
