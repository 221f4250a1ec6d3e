import { GetLogEvents$, type GetLogEventsRequest, type GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { invalidParameter } from "../errors.ts";
import type { LogEvent } from "../event-log.ts";
import { groupAction, requireStream, streamNameConstraint, tokenConstraint } from "../group-action.ts";

const maxEvents = 10_000;
const maxBytes = 1024 * 1024;

/**
 * Events of one stream in the order of their time, the latest first page unless `startFromHead`. The tokens lead on in
 * both directions; at an end the token stays the same. Source: CloudWatch Logs API Reference, GetLogEvents.
 */
export const getLogEvents = groupAction<GetLogEventsRequest, GetLogEventsResponse>({
  schema: GetLogEvents$,
  emulates: ["logStreamName", "startTime", "endTime", "nextToken", "limit", "startFromHead"],
  takesIdentifier: true,
  constraints: {
    logStreamName: { ...streamNameConstraint, required: true },
    startTime: { min: 0 },
    endTime: { min: 0 },
    limit: { min: 1, max: maxEvents },
    nextToken: tokenConstraint,
  },
  streamOf: ({ logStreamName }) => logStreamName,
  run: (_store, { input }, group) => {
    const { log } = requireStream(group, input.logStreamName);
    const events = log.between(input.startTime ?? 0, input.endTime ?? Number.MAX_SAFE_INTEGER);
    const position = input.nextToken === undefined ? undefined : readToken(input.nextToken);
    const limit = input.limit ?? maxEvents;
    const page =
      position === undefined
        ? cut(events, limit, input.startFromHead === true)
        : position.direction === "f"
          ? cut(
              events.filter((event) => isAfter(event, position)),
              limit,
              true,
            )
          : cut(
              events.filter((event) => isAfter(position, event)),
              limit,
              false,
            );
    const [first, last] = [page[0], page.at(-1)];
    return {
      events: page.map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
      nextForwardToken: last === undefined ? standing(input.nextToken, "f") : formatToken("f", last),
      nextBackwardToken: first === undefined ? standing(input.nextToken, "b") : formatToken("b", first),
    };
  },
});

/** As many events as a page holds, from its head or from its tail. */
function cut(events: readonly LogEvent[], limit: number, fromHead: boolean): readonly LogEvent[] {
  const ordered = fromHead ? events : events.toReversed();
  const page: LogEvent[] = [];
  let bytes = 0;
  for (const event of ordered.slice(0, limit)) {
    bytes += Buffer.byteLength(event.message);
    if (bytes > maxBytes && page.length > 0) break;
    page.push(event);
  }
  return fromHead ? page : page.reverse();
}

interface Position {
  readonly timestamp: number;
  readonly id: number;
}

function isAfter(one: Position, other: Position): boolean {
  return one.timestamp > other.timestamp || (one.timestamp === other.timestamp && one.id > other.id);
}

/** `f/` or `b/` and 56 digits, as AWS's tokens look. */
function formatToken(direction: "f" | "b", { timestamp, id }: Position): string {
  return `${direction}/3${String(timestamp).padStart(27, "0")}${String(id).padStart(28, "0")}`;
}

/** Where there is nothing, the token that was sent holds on in its direction, and turned round in the other. */
function standing(token: string | undefined, direction: "f" | "b"): string {
  return token === undefined ? formatToken(direction, { timestamp: 0, id: 0 }) : `${direction}${token.slice(1)}`;
}

function readToken(token: string): Position & { readonly direction: "f" | "b" } {
  const [, direction, timestamp, id] = /^([fb])\/3(\d{27})(\d{28})$/.exec(token) ?? [];
  if (direction === undefined) throw invalidParameter("The specified nextToken is invalid.");
  return { direction: direction as "f" | "b", timestamp: Number(timestamp), id: Number(id) };
}
