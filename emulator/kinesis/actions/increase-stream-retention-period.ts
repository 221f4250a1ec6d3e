import { IncreaseStreamRetentionPeriod$, type IncreaseStreamRetentionPeriodInput } from "@aws-sdk/client-kinesis";
import { invalidArgument } from "../errors.ts";
import { checkRetention } from "../retention.ts";
import { streamAction } from "../stream-action.ts";

/** Keeps records longer. What has expired before stays gone. Source: Kinesis API Reference. */
export const increaseStreamRetentionPeriod = streamAction<IncreaseStreamRetentionPeriodInput, object>({
  schema: IncreaseStreamRetentionPeriod$,
  emulates: ["RetentionPeriodHours"],
  constraints: { RetentionPeriodHours: { required: true } },
  run: (_store, { input, now }, stream) => {
    const hours = input.RetentionPeriodHours ?? 0;
    checkRetention(hours);
    if (stream.retentionHours > hours) {
      throw invalidArgument(
        `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention period (${stream.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
      );
    }
    stream.retainFor(hours, now);
    return {};
  },
});
