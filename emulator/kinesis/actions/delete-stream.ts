import { DeleteStream$, type DeleteStreamInput } from "@aws-sdk/client-kinesis";
import { ServiceError } from "../../model/service-error.ts";
import { consumersOf } from "../consumer.ts";
import { streamAction } from "../stream-action.ts";

/**
 * Deletes a stream with its shards and records; it shows as DELETING until it is gone. A stream in any status may be
 * deleted. Source: Kinesis API Reference, DeleteStream.
 */
export const deleteStream = streamAction<DeleteStreamInput, object>({
  schema: DeleteStream$,
  emulates: ["EnforceConsumerDeletion"],
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => {
    const { name, accountId } = stream;
    if (consumersOf(stream, now).length > 0 && input.EnforceConsumerDeletion !== true) {
      // The code is documented, the text is not.
      const message = `Stream ${name} under account ${accountId} has registered consumers.`;
      throw new ServiceError("ResourceInUseException", message, 400);
    }
    if (stream.status !== "DELETING") stream.delete(now);
    return {};
  },
});
