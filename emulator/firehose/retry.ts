const firstDelayMs = 1_000;
const longestDelayMs = 300_000;

/**
 * How long to wait after a failed attempt: 1 s after the first, twice as long after each further one, 5 min at most.
 * AWS documents that it retries until the retention ends, not how often; we choose the schedule.
 */
export function retryDelayMs(failedAttempts: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failedAttempts - 1, 20));
}

/** Whether data outlived the retention and are given up. Source: Firehose User Guide, "Data delivery failure handling". */
export function isLost(oldestArrivalMs: number, retentionHours: number, nowMs: number): boolean {
  return nowMs - oldestArrivalMs >= retentionHours * 3_600_000;
}
