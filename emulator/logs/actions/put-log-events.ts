import { PutLogEvents$, type PutLogEventsRequest, type PutLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { groupAction, requireStream, streamNameConstraint } from "../group-action.ts";
import { checkBatch, sortOut } from "../put.ts";

/** Sequence tokens are ignored since 2023 and answered still; 56 digits as ever. */
const nextSequenceToken = "49".padEnd(56, "0");

/**
 * Writes a batch of events; those that are too old or too new are left out and told of. Sequence tokens are taken and
 * mean nothing. Source: CloudWatch Logs API Reference, PutLogEvents.
 */
export const putLogEvents = groupAction<PutLogEventsRequest, PutLogEventsResponse>({
  schema: PutLogEvents$,
  emulates: ["logStreamName", "logEvents", "sequenceToken"],
  constraints: {
    logStreamName: { ...streamNameConstraint, required: true },
    logEvents: {
      required: true,
      minLength: 1,
      maxLength: 10_000,
      each: { members: { timestamp: { required: true, min: 0 }, message: { required: true, minLength: 1 } } },
    },
    sequenceToken: { minLength: 1 },
  },
  streamOf: ({ logStreamName }) => logStreamName,
  run: (store, { input, now }, group) => {
    const stream = requireStream(group, input.logStreamName);
    const events = input.logEvents ?? [];
    checkBatch(events);
    const { taken, rejected } = sortOut(events, now, group.horizonMs(now));
    stream.log.add(
      taken.map(({ timestamp = 0, message = "" }) => ({
        id: store.nextEventId(),
        timestamp,
        ingestedAt: now,
        message,
      })),
    );
    stream.lastIngestedAt = now;
    return { nextSequenceToken, ...(rejected && { rejectedLogEventsInfo: rejected }) };
  },
});
