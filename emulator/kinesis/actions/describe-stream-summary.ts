import {
  DescribeStreamSummary$,
  type DescribeStreamSummaryInput,
  type DescribeStreamSummaryOutput,
} from "@aws-sdk/client-kinesis";
import { describeMonitoring, wholeSeconds } from "../describe.ts";
import { streamAction } from "../stream-action.ts";

/** A stream without its shards. Source: Kinesis API Reference, DescribeStreamSummary. */
export const describeStreamSummary = streamAction<DescribeStreamSummaryInput, DescribeStreamSummaryOutput>({
  schema: DescribeStreamSummary$,
  emulates: [],
  inAnyStatus: true,
  run: (_store, _request, stream) => ({
    StreamDescriptionSummary: {
      StreamName: stream.name,
      StreamARN: stream.arn,
      StreamStatus: stream.shownStatus,
      StreamModeDetails: { StreamMode: stream.mode },
      RetentionPeriodHours: stream.retentionHours,
      StreamCreationTimestamp: wholeSeconds(stream.createdAtMs),
      EnhancedMonitoring: describeMonitoring(stream),
      ...stream.sealing.shown,
      OpenShardCount: stream.openShards.length,
      ConsumerCount: stream.consumers.size,
      MaxRecordSizeInKiB: stream.maxRecordBytes / 1024,
    },
  }),
});
