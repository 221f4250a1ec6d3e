/** Sizes and times of what waits for delivery, without the data. */
export interface Fill {
  readonly records: number;
  /** Before compression. */
  readonly bytes: number;
  /** When the first of them was buffered; milliseconds since the epoch. */
  readonly bufferedSinceMs: number;
  /** The earliest approximate arrival among them; milliseconds since the epoch. */
  readonly oldestArrivalMs: number;
}

export interface BufferingHints {
  readonly sizeMiB: number;
  readonly intervalSeconds: number;
}

/** `fill` with one record more. */
export function fillWith(
  fill: Fill | undefined,
  record: { readonly bytes: number; readonly arrivedAtMs: number },
  nowMs: number,
): Fill {
  if (fill === undefined) {
    return { records: 1, bytes: record.bytes, bufferedSinceMs: nowMs, oldestArrivalMs: record.arrivedAtMs };
  }
  return {
    records: fill.records + 1,
    bytes: fill.bytes + record.bytes,
    bufferedSinceMs: fill.bufferedSinceMs,
    oldestArrivalMs: Math.min(fill.oldestArrivalMs, record.arrivedAtMs),
  };
}

/**
 * Whether the size is reached. The record that reaches it still belongs to the buffer: AWS calls the size a hint and
 * documents no other border.
 */
export function isFull(fill: Fill, hints: BufferingHints): boolean {
  return fill.bytes >= hints.sizeMiB * 1024 * 1024;
}

/**
 * When the interval ends, counted from the first buffered record. An interval of 0 delivers at once: AWS says "within
 * seconds". Any other interval is at least `leastMs`: hints that AWS says it may not keep to.
 * Source: Firehose User Guide, "Configure buffering hints".
 */
export function dueAtMs(fill: Fill, hints: BufferingHints, leastMs: number): number {
  if (hints.intervalSeconds === 0) return fill.bufferedSinceMs;
  return fill.bufferedSinceMs + Math.max(hints.intervalSeconds * 1000, leastMs);
}
