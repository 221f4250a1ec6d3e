import {
  RegisterStreamConsumer$,
  type RegisterStreamConsumerInput,
  type RegisterStreamConsumerOutput,
} from "@aws-sdk/client-kinesis";
import { ServiceError } from "../../model/service-error.ts";
import { requestTagKeys } from "../../model/tag-keys.ts";
import { type Consumer, consumersOf, describeConsumer, findConsumer, statusOf } from "../consumer.ts";
import { consumerNameConstraint } from "../consumer-action.ts";
import { limitExceeded } from "../errors.ts";
import { streamAction } from "../stream-action.ts";
import { checkTags, tagsConstraint } from "../tags.ts";

const maxConsumers = 20;
const maxCreating = 5;

/**
 * Registers a consumer for enhanced fan-out. Its limits are documented, the texts of its refusals are not.
 * Source: Kinesis API Reference, RegisterStreamConsumer.
 */
export const registerStreamConsumer = streamAction<RegisterStreamConsumerInput, RegisterStreamConsumerOutput>({
  schema: RegisterStreamConsumer$,
  emulates: ["ConsumerName", "Tags"],
  constraints: {
    StreamARN: { required: true },
    ConsumerName: { ...consumerNameConstraint, required: true },
    Tags: tagsConstraint,
  },
  context: ({ Tags = {} }) => requestTagKeys(Object.entries(Tags)),
  run: (_store, { input, now }, stream) => {
    const name = input.ConsumerName ?? "";
    const { name: streamName, accountId } = stream;
    const tags = new Map(Object.entries(input.Tags ?? {}));
    checkTags(tags, new Map(), stream);
    if (findConsumer(stream, name, now) !== undefined) {
      const message = `Consumer ${name} in stream ${streamName} under account ${accountId} already exists.`;
      throw new ServiceError("ResourceInUseException", message, 400);
    }
    const consumers = consumersOf(stream, now);
    if (consumers.length >= maxConsumers) {
      throw limitExceeded(`Stream ${streamName} under account ${accountId} has ${maxConsumers} consumers already.`);
    }
    if (consumers.filter((each) => statusOf(each, now) === "CREATING").length >= maxCreating) {
      throw limitExceeded(`Stream ${streamName} under account ${accountId} has ${maxCreating} consumers in CREATING.`);
    }
    const arn = `${stream.arn}/consumer/${name}:${Math.floor(now / 1000)}`;
    const activeFromMs = now + stream.drawChangeMs();
    const consumer: Consumer = { name, arn, createdAtMs: now, tags, activeFromMs, goneFromMs: undefined };
    stream.consumers.set(name, consumer);
    return { Consumer: describeConsumer(consumer, now) };
  },
});
