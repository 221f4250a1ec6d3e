/** What one unit costs, in US dollars. */
export interface Price {
  readonly what: string;
  readonly unit: string;
  readonly dollars: number;
  /** Of AWS's. */
  readonly page: string;
}

/**
 * AWS's list prices in us-east-1, without free tiers; in other regions some are up to twice as much. As of June 2026: they
 * are for an estimate, not for a bill.
 */
export const prices = {
  shardHour: {
    what: "Kinesis shards",
    unit: "begun hour",
    dollars: 0.015,
    page: "https://aws.amazon.com/kinesis/data-streams/pricing/",
  },
  putPayloadUnit: {
    what: "Kinesis records of up to 25 KB",
    unit: "million",
    dollars: 0.014,
    page: "https://aws.amazon.com/kinesis/data-streams/pricing/",
  },
  firehoseGb: {
    what: "Firehose ingestion, each record rounded up to 5 KB",
    unit: "GB",
    dollars: 0.029,
    page: "https://aws.amazon.com/firehose/pricing/",
  },
  s3Write: {
    what: "S3 PUT, COPY, POST and LIST requests",
    unit: "thousand",
    dollars: 0.005,
    page: "https://aws.amazon.com/s3/pricing/",
  },
  s3Read: {
    what: "S3 GET and other requests",
    unit: "thousand",
    dollars: 0.0004,
    page: "https://aws.amazon.com/s3/pricing/",
  },
  keyHour: {
    what: "KMS keys",
    unit: "begun hour",
    // A dollar a month; one that is waiting for its deletion costs nothing.
    dollars: 1 / 730,
    page: "https://aws.amazon.com/kms/pricing/",
  },
  kmsRequest: {
    what: "KMS requests",
    unit: "ten thousand",
    dollars: 0.03,
    page: "https://aws.amazon.com/kms/pricing/",
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;

/** How many of each unit. */
export type Amounts = Readonly<Record<PriceName, number>>;

export const nothingUsed: Amounts = {
  shardHour: 0,
  putPayloadUnit: 0,
  firehoseGb: 0,
  s3Write: 0,
  s3Read: 0,
  keyHour: 0,
  kmsRequest: 0,
};

/** In US dollars. */
export function costOf(amounts: Amounts): number {
  const names = Object.keys(prices) as readonly PriceName[];
  return names.reduce((sum, name) => sum + amounts[name] * prices[name].dollars, 0);
}
