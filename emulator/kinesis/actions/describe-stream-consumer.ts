import {
  DescribeStreamConsumer$,
  type DescribeStreamConsumerInput,
  type DescribeStreamConsumerOutput,
} from "@aws-sdk/client-kinesis";
import { describeConsumer } from "../consumer.ts";
import { consumerArn, consumerConstraints, requireConsumer, streamOfConsumer } from "../consumer-action.ts";
import { streamAction } from "../stream-action.ts";

/** A registered consumer with its status. Source: Kinesis API Reference, DescribeStreamConsumer. */
export const describeStreamConsumer = streamAction<DescribeStreamConsumerInput, DescribeStreamConsumerOutput>({
  schema: DescribeStreamConsumer$,
  emulates: ["ConsumerName", "ConsumerARN"],
  constraints: consumerConstraints,
  reference: streamOfConsumer,
  permissionOn: consumerArn,
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => ({
    ConsumerDescription: {
      ...describeConsumer(requireConsumer(input, stream, now), now),
      StreamARN: stream.arn,
    } as DescribeStreamConsumerOutput["ConsumerDescription"],
  }),
});
