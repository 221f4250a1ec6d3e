/** Records that were put into a data stream by one call. */
export interface Put {
  /** Milliseconds since the epoch, of the target's time, before the call. */
  readonly atMs: number;
  readonly bytes: number;
}

export interface BufferingHints {
  readonly intervalInSeconds: number;
  readonly sizeInMiB: number;
}

/** Firehose's own. Source: Firehose API Reference, BufferingHints. */
export const defaultBuffering: BufferingHints = { intervalInSeconds: 300, sizeInMiB: 5 };

/**
 * When the first object of a delivery stream can be there at the earliest: it buffers from the first record that was put
 * since it reads, until the interval is over. Undefined where nothing is known: no such record was put, or there are so
 * many that the size may end the buffering sooner. Source: Firehose API Reference, BufferingHints.
 */
export function earliestDeliveryMs(
  puts: readonly Put[],
  { readsSinceMs, buffering }: { readonly readsSinceMs: number; readonly buffering: BufferingHints },
): number | undefined {
  const read = puts.filter(({ atMs }) => atMs >= readsSinceMs);
  const bytes = read.reduce((sum, put) => sum + put.bytes, 0);
  const [first] = read;
  if (first === undefined || bytes >= buffering.sizeInMiB * 1024 * 1024) return undefined;
  return first.atMs + buffering.intervalInSeconds * 1000;
}
