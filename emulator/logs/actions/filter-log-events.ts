import {
  FilterLogEvents$,
  type FilterLogEventsRequest,
  type FilterLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { invalidParameter } from "../errors.ts";
import { compareEvents } from "../event-log.ts";
import { filterMatcher } from "../filter/index.ts";
import { groupAction, streamNameConstraint, tokenConstraint } from "../group-action.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import { pageOf } from "../pages.ts";

const maxEvents = 10_000;

/**
 * Events of a group's streams that a pattern looks for, in the order of their time.
 * Source: CloudWatch Logs API Reference, FilterLogEvents.
 */
export const filterLogEvents = groupAction<FilterLogEventsRequest, FilterLogEventsResponse>({
  schema: FilterLogEvents$,
  emulates: [
    "logStreamNames",
    "logStreamNamePrefix",
    "startTime",
    "endTime",
    "filterPattern",
    "nextToken",
    "limit",
    "interleaved",
  ],
  takesIdentifier: true,
  constraints: {
    logStreamNames: { minLength: 1, maxLength: 100, each: streamNameConstraint },
    logStreamNamePrefix: streamNameConstraint,
    startTime: { min: 0 },
    endTime: { min: 0 },
    filterPattern: { maxLength: 1024 },
    limit: { min: 1, max: maxEvents },
    nextToken: tokenConstraint,
  },
  run: (_store, { input }, group) => {
    const matches = filterMatcher(input.filterPattern);
    const found = streamsOf(group, input)
      .flatMap(({ name, log }) =>
        log
          .between(input.startTime ?? 0, input.endTime ?? Number.MAX_SAFE_INTEGER)
          .filter(({ message }) => matches(message))
          .map((event) => ({ ...event, name })),
      )
      .sort(compareEvents);
    const { items, nextToken } = pageOf(found, input.nextToken, input.limit ?? maxEvents);
    return {
      events: items.map(({ id, name, timestamp, message, ingestedAt }) => ({
        logStreamName: name,
        timestamp,
        message,
        ingestionTime: ingestedAt,
        eventId: `3${String(timestamp).padStart(27, "0")}${String(id).padStart(28, "0")}`,
      })),
      searchedLogStreams: [],
      ...(nextToken !== undefined && { nextToken }),
    };
  },
});

function streamsOf(group: LogGroup, input: FilterLogEventsRequest): readonly LogStream[] {
  const { logStreamNames, logStreamNamePrefix } = input;
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNamePrefix and logStreamNames are mutually exclusive.");
  }
  return [...group.streams.values()].filter(
    ({ name }) => logStreamNames?.includes(name) ?? name.startsWith(logStreamNamePrefix ?? ""),
  );
}
