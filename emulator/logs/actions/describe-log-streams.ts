import {
  DescribeLogStreams$,
  type DescribeLogStreamsRequest,
  type DescribeLogStreamsResponse,
  type LogStream as LogStreamShape,
} from "@aws-sdk/client-cloudwatch-logs";
import { invalidParameter } from "../errors.ts";
import { groupAction, streamNameConstraint, tokenConstraint } from "../group-action.ts";
import type { LogStream } from "../log-group.ts";
import { pageOf } from "../pages.ts";

/** The streams of a group by name or by their last event. Source: CloudWatch Logs API Reference, DescribeLogStreams. */
export const describeLogStreams = groupAction<DescribeLogStreamsRequest, DescribeLogStreamsResponse>({
  schema: DescribeLogStreams$,
  emulates: ["logStreamNamePrefix", "orderBy", "descending", "limit", "nextToken"],
  takesIdentifier: true,
  constraints: {
    logStreamNamePrefix: streamNameConstraint,
    orderBy: { values: ["LogStreamName", "LastEventTime"] },
    limit: { min: 1, max: 50 },
    nextToken: tokenConstraint,
  },
  run: (_store, { input }, group) => {
    const byTime = input.orderBy === "LastEventTime";
    if (byTime && input.logStreamNamePrefix !== undefined) {
      throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    const order = byTime ? byLastEvent : byName;
    const streams = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""))
      .sort((one, other) => (input.descending === true ? order(other, one) : order(one, other)));
    const { items, nextToken } = pageOf(streams, input.nextToken, input.limit ?? 50);
    return { logStreams: items.map(describe), ...(nextToken !== undefined && { nextToken }) };
  },
});

function byName(one: LogStream, other: LogStream): number {
  return one.name < other.name ? -1 : 1;
}

function byLastEvent(one: LogStream, other: LogStream): number {
  return (one.log.all.at(-1)?.timestamp ?? 0) - (other.log.all.at(-1)?.timestamp ?? 0) || byName(one, other);
}

/** `storedBytes` of a stream is 0 on AWS since 2019. Source: the same page. */
function describe({ name, arn, createdAt, log, lastIngestedAt }: LogStream): LogStreamShape {
  return {
    logStreamName: name,
    creationTime: createdAt,
    firstEventTimestamp: log.all[0]?.timestamp,
    lastEventTimestamp: log.all.at(-1)?.timestamp,
    lastIngestionTime: lastIngestedAt,
    uploadSequenceToken: "49".padEnd(56, "0"),
    arn,
    storedBytes: 0,
  };
}
