import {
  ListStreamConsumers$,
  type ListStreamConsumersInput,
  type ListStreamConsumersOutput,
} from "@aws-sdk/client-kinesis";
import { consumersOf, describeConsumer } from "../consumer.ts";
import { invalidArgument } from "../errors.ts";
import { streamAction } from "../stream-action.ts";

/** A stream's registered consumers by name, page by page. Source: Kinesis API Reference, ListStreamConsumers. */
export const listStreamConsumers = streamAction<ListStreamConsumersInput, ListStreamConsumersOutput>({
  schema: ListStreamConsumers$,
  emulates: ["MaxResults", "NextToken"],
  constraints: {
    StreamARN: { required: true },
    MaxResults: { min: 1, max: 10_000 },
    NextToken: { minLength: 1, maxLength: 1_048_576 },
  },
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => {
    const after = input.NextToken === undefined ? undefined : readToken(input.NextToken);
    const consumers = consumersOf(stream, now).filter(({ name }) => after === undefined || name > after);
    const page = consumers.slice(0, input.MaxResults ?? 100);
    const last = page.at(-1);
    return {
      Consumers: page.map((consumer) => describeConsumer(consumer, now)),
      ...(page.length < consumers.length &&
        last !== undefined && { NextToken: Buffer.from(last.name).toString("base64") }),
    };
  },
});

function readToken(token: string): string {
  const name = Buffer.from(token, "base64").toString();
  if (Buffer.from(name).toString("base64") !== token) throw invalidArgument("Invalid NextToken.");
  return name;
}
