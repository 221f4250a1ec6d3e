import type { Random } from "./random.ts";

/** A time in milliseconds that is drawn anew for each change, both ends included. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How long it takes until a change has come about, or is seen. */
export interface Pace {
  /** Until the rest of AWS sees a change in IAM. */
  readonly iamPropagation: Span;
  /** How long a data stream is CREATING, UPDATING or DELETING, and a consumer of one. */
  readonly dataStreamChange: Span;
  /** How long a delivery stream is CREATING. */
  readonly deliveryStreamCreation: Span;
  /** How long a delivery stream is DELETING. */
  readonly deliveryStreamDeletion: Span;
  /** Until a bucket behaves as its new configuration says. */
  readonly bucketConfiguration: Span;
  /** How long ListBuckets still shows a bucket that is gone. */
  readonly bucketListing: Span;
  /** Until a new grant on a key counts without its token. */
  readonly keyGrant: Span;
  /** The least buffering interval that Firehose keeps to, but for an interval of 0. */
  readonly leastBufferingMs: number;
}

export function exactly(ms: number): Span {
  return { fromMs: ms, toMs: ms };
}

/**
 * What is long enough to be met and short enough to be waited for, and consistency at once. AWS promises no times: a data
 * stream takes "up to a minute" there, and a delivery stream too.
 */
export const briefPace: Pace = {
  iamPropagation: exactly(0),
  dataStreamChange: exactly(1_500),
  deliveryStreamCreation: exactly(10_000),
  deliveryStreamDeletion: exactly(10_000),
  bucketConfiguration: exactly(0),
  bucketListing: exactly(0),
  keyGrant: exactly(0),
  leastBufferingMs: 0,
};

/**
 * As long as it takes on AWS, which documents that these take time and, but for the grants' "less than five minutes",
 * not how much. The figures are what practitioners see, at their short end for grants; we choose the spans.
 * Sources: IAM User Guide, "Changes that I make are not always immediately visible"; Kinesis API Reference, CreateStream;
 * Firehose API Reference, CreateDeliveryStream; S3 User Guide, "Amazon S3 data consistency model" (bucket
 * configurations, lists of buckets); KMS Developer Guide, "Eventual consistency".
 */
export const awsPace: Pace = {
  iamPropagation: { fromMs: 2_000, toMs: 10_000 },
  dataStreamChange: { fromMs: 10_000, toMs: 20_000 },
  deliveryStreamCreation: { fromMs: 20_000, toMs: 60_000 },
  deliveryStreamDeletion: { fromMs: 10_000, toMs: 60_000 },
  bucketConfiguration: { fromMs: 500, toMs: 4_000 },
  bucketListing: { fromMs: 1_000, toMs: 10_000 },
  keyGrant: { fromMs: 1_000, toMs: 30_000 },
  leastBufferingMs: 60_000,
};

/** Draws nothing where the span is one moment, so that a seed goes on to mean the same. */
export function drawMs({ fromMs, toMs }: Span, random: Random): number {
  return fromMs === toMs ? fromMs : fromMs + random.integer(toMs - fromMs + 1);
}
