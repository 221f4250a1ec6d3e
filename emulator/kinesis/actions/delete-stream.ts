import { DeleteStream$, type DeleteStreamInput } from "@aws-sdk/client-kinesis";
import { streamAction } from "../stream-action.ts";

/**
 * Deletes a stream with its shards and records; it shows as DELETING until it is gone. A stream in any status may be
 * deleted. Source: Kinesis API Reference, DeleteStream.
 */
export const deleteStream = streamAction<DeleteStreamInput, object>({
  schema: DeleteStream$,
  emulates: ["EnforceConsumerDeletion"],
  inAnyStatus: true,
  run: (_store, { now }, stream) => {
    if (stream.status !== "DELETING") stream.delete(now);
    return {};
  },
});
