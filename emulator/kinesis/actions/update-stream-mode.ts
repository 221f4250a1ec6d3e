import { UpdateStreamMode$, type UpdateStreamModeInput } from "@aws-sdk/client-kinesis";
import { limitExceeded } from "../errors.ts";
import type { StreamMode } from "../stream.ts";
import { streamAction } from "../stream-action.ts";

/** Source: Kinesis Data Streams Developer Guide, "Switching between capacity modes". */
const maxSwitchesPerDay = 2;

/**
 * Switches between provisioned and on-demand capacity, twice in 24 hours; the shards stay as they are.
 * The text of the refusal is not documented. Source: Kinesis API Reference, UpdateStreamMode.
 */
export const updateStreamMode = streamAction<UpdateStreamModeInput, object>({
  schema: UpdateStreamMode$,
  emulates: ["StreamModeDetails"],
  constraints: {
    StreamARN: { required: true },
    StreamModeDetails: {
      required: true,
      members: { StreamMode: { required: true, values: ["PROVISIONED", "ON_DEMAND"] } },
    },
  },
  run: (_store, { input, now }, stream) => {
    if (stream.recent.count("mode", now) >= maxSwitchesPerDay) {
      throw limitExceeded(
        `Stream ${stream.name} under account ${stream.accountId} was switched between capacity modes ${maxSwitchesPerDay} times within the last 24 hours.`,
      );
    }
    const mode = input.StreamModeDetails?.StreamMode as StreamMode;
    stream.update(now, () => {
      stream.mode = mode;
    });
    stream.recent.note("mode", now);
    return {};
  },
});
