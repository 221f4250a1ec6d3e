import type { InputLogEvent, RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";
import { invalidParameter } from "./errors.ts";

/** Source: CloudWatch Logs API Reference, PutLogEvents. */
const maxBatchBytes = 1_048_576;
const overheadBytes = 26;
const maxSpanMs = 24 * 3_600_000;
const oldestMs = 14 * 24 * 3_600_000;
const newestMs = 2 * 3_600_000;

/** Throws InvalidParameterException. Text of the order: recorded by LocalStack; of the sizes: as users report them. */
export function checkBatch(events: readonly InputLogEvent[]): void {
  let bytes = 0;
  for (const { message = "" } of events) {
    const eventBytes = Buffer.byteLength(message) + overheadBytes;
    if (eventBytes > maxBatchBytes) {
      throw invalidParameter(`Log event too large: ${eventBytes} bytes exceeds limit of ${maxBatchBytes}`);
    }
    bytes += eventBytes;
  }
  if (bytes > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  }
  const times = events.map(({ timestamp = 0 }) => timestamp);
  if (times.some((time, at) => at > 0 && time < (times[at - 1] ?? 0))) {
    throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
  }
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) > maxSpanMs) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

/**
 * The events that are taken, and which were not: older than 14 days or than the retention, or more than two hours ahead.
 * The indexes point at the first that is too new, and behind the last that is too old or expired.
 */
export function sortOut(
  events: readonly InputLogEvent[],
  nowMs: number,
  horizonMs: number,
): { readonly taken: readonly InputLogEvent[]; readonly rejected: RejectedLogEventsInfo | undefined } {
  const times = events.map(({ timestamp = 0 }) => timestamp);
  const firstNotBefore = (ms: number) => {
    const at = times.findIndex((time) => time >= ms);
    return at < 0 ? times.length : at;
  };
  const tooOldEnd = firstNotBefore(nowMs - oldestMs);
  const expiredEnd = firstNotBefore(horizonMs);
  const tooNewStart = firstNotBefore(nowMs + newestMs + 1);
  const rejected = {
    ...(tooNewStart < times.length && { tooNewLogEventStartIndex: tooNewStart }),
    ...(tooOldEnd > 0 && { tooOldLogEventEndIndex: tooOldEnd }),
    ...(expiredEnd > 0 && { expiredLogEventEndIndex: expiredEnd }),
  };
  return {
    taken: events.slice(Math.max(tooOldEnd, expiredEnd), tooNewStart),
    rejected: Object.keys(rejected).length > 0 ? rejected : undefined,
  };
}
