/** What a Direct PUT stream takes in a second. */
export interface Throughput {
  readonly requests: number;
  readonly records: number;
  readonly bytes: number;
}

/** What it has taken in the current second of the clock. */
export interface Usage extends Throughput {
  readonly secondAtMs: number;
}

const largeRegions = new Set(["us-east-1", "us-west-2", "eu-west-1"]);

/** AWS's default quotas. Source: Firehose User Guide, "Amazon Data Firehose Quota". */
export function throughputOf(region: string): Throughput {
  return largeRegions.has(region)
    ? { requests: 2_000, records: 500_000, bytes: 5 * 1024 * 1024 }
    : { requests: 1_000, records: 100_000, bytes: 1024 * 1024 };
}

/**
 * Which records of a request are taken, each by itself: one that is too large for what is left of the second does not keep
 * a smaller one out. AWS documents the limits a second, not how it counts; we count by whole seconds of the clock.
 */
export function admit(
  usage: Usage | undefined,
  limits: Throughput,
  sizes: readonly number[],
  nowMs: number,
): { readonly usage: Usage; readonly taken: readonly boolean[] } {
  const secondAtMs = Math.floor(nowMs / 1000) * 1000;
  const before = usage?.secondAtMs === secondAtMs ? usage : { requests: 0, records: 0, bytes: 0 };
  let { records, bytes } = before;
  const isOpen = before.requests < limits.requests;
  const taken = sizes.map((size) => {
    const fits = isOpen && records < limits.records && bytes + size <= limits.bytes;
    if (fits) {
      records++;
      bytes += size;
    }
    return fits;
  });
  return { usage: { secondAtMs, requests: before.requests + 1, records, bytes }, taken };
}
