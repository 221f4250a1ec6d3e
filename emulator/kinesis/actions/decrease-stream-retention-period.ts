import { DecreaseStreamRetentionPeriod$, type DecreaseStreamRetentionPeriodInput } from "@aws-sdk/client-kinesis";
import { invalidArgument } from "../errors.ts";
import { checkRetention } from "../retention.ts";
import { streamAction } from "../stream-action.ts";

/** Keeps records for a shorter time: what is older expires at once, for good. Source: Kinesis API Reference. */
export const decreaseStreamRetentionPeriod = streamAction<DecreaseStreamRetentionPeriodInput, object>({
  schema: DecreaseStreamRetentionPeriod$,
  emulates: ["RetentionPeriodHours"],
  constraints: { RetentionPeriodHours: { required: true } },
  run: (_store, { input, now }, stream) => {
    const hours = input.RetentionPeriodHours ?? 0;
    checkRetention(hours);
    if (stream.retentionHours < hours) {
      throw invalidArgument(
        `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention period (${stream.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
      );
    }
    stream.retainFor(hours, now);
    return {};
  },
});
