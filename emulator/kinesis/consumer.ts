import type { Consumer as ConsumerShape, ConsumerStatus } from "@aws-sdk/client-kinesis";

/** A registered consumer of enhanced fan-out. */
export interface Consumer {
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly tags: Map<string, string>;
  /** CREATING until then. */
  readonly activeFromMs: number;
  /** Until when it is DELETING; undefined where nobody has deregistered it. */
  goneFromMs: number | undefined;
}

/** What of a stream keeps its consumers, by name. */
interface Consumers {
  readonly consumers: Map<string, Consumer>;
}

/** The consumer as it is at `nowMs`; undefined where there is none, or no longer. */
export function findConsumer(stream: Consumers, name: string, nowMs: number): Consumer | undefined {
  const consumer = stream.consumers.get(name);
  if (consumer?.goneFromMs === undefined || nowMs < consumer.goneFromMs) return consumer;
  stream.consumers.delete(name);
  return undefined;
}

/** By name. */
export function consumersOf(stream: Consumers, nowMs: number): readonly Consumer[] {
  const names = [...stream.consumers.keys()].sort();
  return names.flatMap((name) => findConsumer(stream, name, nowMs) ?? []);
}

export function describeConsumer(consumer: Consumer, nowMs: number): ConsumerShape {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: statusOf(consumer, nowMs),
    ConsumerCreationTimestamp: new Date(consumer.createdAtMs),
  };
}

export function statusOf({ activeFromMs, goneFromMs }: Consumer, nowMs: number): ConsumerStatus {
  if (goneFromMs !== undefined) return "DELETING";
  return nowMs < activeFromMs ? "CREATING" : "ACTIVE";
}

/** ARN of a stream, and the consumer's name where the ARN is a consumer's. */
export function parseResourceArn(arn: string): { readonly streamArn: string; readonly consumerName?: string } {
  const match = /^(.*:stream\/[^/]+)\/consumer\/([^:]+):\d+$/.exec(arn);
  const [, streamArn, consumerName] = match ?? [];
  return streamArn === undefined || consumerName === undefined ? { streamArn: arn } : { streamArn, consumerName };
}
