import { DeleteLogStream$, type DeleteLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import { groupAction, requireStream, streamNameConstraint } from "../group-action.ts";

/** Deletes a log stream with its events. Source: CloudWatch Logs API Reference, DeleteLogStream. */
export const deleteLogStream = groupAction<DeleteLogStreamRequest, undefined>({
  schema: DeleteLogStream$,
  emulates: ["logStreamName"],
  constraints: { logStreamName: { ...streamNameConstraint, required: true } },
  streamOf: ({ logStreamName }) => logStreamName,
  run: (_store, { input }, group) => {
    group.streams.delete(requireStream(group, input.logStreamName).name);
    return undefined;
  },
});
