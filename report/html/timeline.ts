/** From the record to the object: what happened when, as the evidence tells. */

import type { AttemptEvidence, CallEvidence, Evidence } from "../../harness/result.ts";
import { h, type VNode } from "./element.ts";
import { code, offsetText, plural, shown, sign, type Tone } from "./text.ts";

export interface TimelineEvent {
  /** Milliseconds since the epoch, of the target's time. */
  readonly at: number;
  readonly until?: number;
  readonly tone: Tone | "plain";
  readonly title: string;
  readonly detail?: string;
}

const puts = /^(kinesis|firehose):PutRecord(s|Batch)?$/;
/** Attempts that are told one by one; between the first and the last of many only their number. */
const mostAttempts = 4;

/** In the order of time. Empty where no record was put. */
export function timelineOf(evidence: Evidence): readonly TimelineEvent[] {
  const { calls, attempts } = evidence;
  const named = (call: CallEvidence) => `${call.service}:${call.operation}`;
  const records = calls.filter((call) => call.by === "client" && puts.test(named(call)) && !call.error);
  const [first] = records;
  if (first === undefined) return [];
  const looks = calls.filter(
    (call) => call.by === "client" && named(call) === "s3:ListObjectsV2" && call.lastAt >= first.at,
  );
  const reads = calls.filter((call) => call.by === "client" && named(call) === "s3:GetObject" && call.at >= first.at);
  const events: TimelineEvent[] = [
    ...records.map((call) => ({
      ...{ at: call.at, tone: "plain" as const },
      title: `account ${call.account} puts ${call.count === 1 ? "a record" : `records, ${call.count} times`}`,
      detail: `${named(call)} into ${call.parameters.StreamName ?? call.parameters.DeliveryStreamName ?? ""}`,
    })),
    ...buffering(attempts),
    ...told(attempts),
    ...looks.map((call) => ({
      ...{ at: call.at, until: call.lastAt, tone: "plain" as const },
      title: `the bucket is looked at ${call.count === 1 ? "once" : `${call.count} times`}`,
    })),
    ...reads.map((call) => ({
      ...{ at: call.at, tone: call.error === undefined ? ("good" as const) : ("bad" as const) },
      title: `account ${call.account} ${call.error === undefined ? "reads the object" : `cannot read the object: ${call.error.code}`}`,
    })),
  ];
  // Arrival is noted to the millisecond: a record does not arrive before it is put.
  return events.toSorted((a, b) => Math.floor(a.at) - Math.floor(b.at));
}

function buffering(attempts: readonly AttemptEvidence[]): readonly TimelineEvent[] {
  return attempts
    .filter(({ attempt, oldestArrivalAt }) => attempt === 1 && oldestArrivalAt !== undefined)
    .map(({ oldestArrivalAt = 0, at, records, bytes }) => ({
      ...{ at: oldestArrivalAt, until: at, tone: "plain" as const },
      title: `Firehose buffers for ${offsetText(at - oldestArrivalAt)}`,
      detail: `${plural(records, "record")}, ${plural(bytes, "byte")}`,
    }));
}

function told(attempts: readonly AttemptEvidence[]): readonly TimelineEvent[] {
  if (attempts.length <= mostAttempts) return attempts.map(attemptEvent);
  const failed = attempts.slice(mostAttempts - 1, -1);
  const [head = [], last] = [attempts.slice(0, mostAttempts - 1), attempts.at(-1)];
  const between: TimelineEvent = {
    at: failed[0]?.at ?? 0,
    until: failed.at(-1)?.at,
    tone: failed.every(({ outcome }) => outcome === "delivered") ? "good" : "bad",
    title: `${plural(failed.length, "more attempt")}`,
  };
  return [...head.map(attemptEvent), between, ...(last === undefined ? [] : [attemptEvent(last)])];
}

function attemptEvent({ at, outcome, attempt, key, error, retryAt, destination }: AttemptEvidence): TimelineEvent {
  if (outcome === "delivered") {
    const bucket = destination.replace(/^arn:[^:]*:s3:::/, "");
    return { at, tone: "good", title: `attempt ${attempt}: the object is written`, detail: `${bucket}/${key}` };
  }
  if (outcome === "lost") return { at, tone: "bad", title: "the data outlived the retention and are lost" };
  const again = retryAt === undefined ? "" : `, again in ${offsetText(retryAt - at)}`;
  const title = `${attempt > 0 ? `attempt ${attempt}` : "reading"} fails with ${error?.code}${again}`;
  return { at, tone: "bad", title, ...(error !== undefined && { detail: error.call }) };
}

const scale = 1000;

export function timelineView(events: readonly TimelineEvent[]): VNode | undefined {
  const start = events[0]?.at;
  if (start === undefined) return undefined;
  const end = Math.max(...events.map(({ at, until }) => until ?? at));
  const x = (at: number) => Math.round(((at - start) / Math.max(1, end - start)) * scale);
  return h(
    "div",
    { class: "timeline" },
    h(
      "svg",
      { class: "track", viewBox: `-6 0 ${scale + 12} 16`, preserveAspectRatio: "none", "aria-hidden": "true" },
      h("path", { class: "axis", d: `M0 8H${scale}` }),
      events.map(({ at, until, tone }) =>
        until === undefined
          ? h("path", { class: `mark ${tone}`, d: `M${x(at)} 2V14` })
          : h("path", { class: `span ${tone}`, d: `M${x(at)} 8H${Math.max(x(until), x(at) + 2)}` }),
      ),
    ),
    h(
      "ol",
      null,
      events.map(({ at, tone, title, detail }) =>
        h(
          "li",
          null,
          h("span", { class: "at" }, `+${offsetText(at - start)}`),
          tone === "plain" ? h("span", { class: "dot", "aria-hidden": "true" }) : sign(tone),
          h("span", null, shown(title), detail !== undefined && h("small", null, code(detail))),
        ),
      ),
    ),
  );
}
