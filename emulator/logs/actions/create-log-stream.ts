import { CreateLogStream$, type CreateLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import { streamExists } from "../errors.ts";
import { groupAction, streamNameConstraint } from "../group-action.ts";

/** Creates a log stream in a group. Source: CloudWatch Logs API Reference, CreateLogStream. */
export const createLogStream = groupAction<CreateLogStreamRequest, undefined>({
  schema: CreateLogStream$,
  emulates: ["logStreamName"],
  constraints: { logStreamName: { ...streamNameConstraint, required: true } },
  run: (_store, { input, now }, group) => {
    const { logStreamName = "" } = input;
    if (group.streams.has(logStreamName)) throw streamExists();
    group.addStream(logStreamName, now);
    return undefined;
  },
});
