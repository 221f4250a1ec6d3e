import { DeregisterStreamConsumer$, type DeregisterStreamConsumerInput } from "@aws-sdk/client-kinesis";
import { consumerArn, consumerConstraints, requireConsumer, streamOfConsumer } from "../consumer-action.ts";
import { streamAction } from "../stream-action.ts";

/** Removes a consumer; it shows as DELETING until it is gone. Source: Kinesis API Reference, DeregisterStreamConsumer. */
export const deregisterStreamConsumer = streamAction<DeregisterStreamConsumerInput, object>({
  schema: DeregisterStreamConsumer$,
  emulates: ["ConsumerName", "ConsumerARN"],
  constraints: consumerConstraints,
  reference: streamOfConsumer,
  permissionOn: consumerArn,
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => {
    requireConsumer(input, stream, now).goneFromMs ??= now + stream.drawChangeMs();
    return {};
  },
});
