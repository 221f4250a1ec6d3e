import { ServiceError } from "../model/service-error.ts";
import { type Consumer, findConsumer, parseResourceArn } from "./consumer.ts";
import { invalidArgument } from "./errors.ts";
import type { Stream } from "./stream.ts";
import { type StreamReference, streamArnConstraint } from "./stream-action.ts";

/** A consumer is named by its ARN, or by its name and its stream's ARN. */
export interface ConsumerReference {
  readonly StreamARN?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly ConsumerARN?: string | undefined;
}

export const consumerNameConstraint = { pattern: "[a-zA-Z0-9_.-]+", minLength: 1, maxLength: 128 };

export const consumerConstraints = {
  StreamARN: streamArnConstraint,
  ConsumerName: consumerNameConstraint,
  ConsumerARN: {
    pattern: String.raw`^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+`,
    minLength: 1,
    maxLength: 2048,
  },
};

export function streamOfConsumer({ StreamARN, ConsumerName, ConsumerARN }: ConsumerReference): StreamReference {
  if (ConsumerARN !== undefined) return { StreamARN: parseResourceArn(ConsumerARN).streamArn };
  // That one of the two is needed is documented, the text is not.
  if (StreamARN === undefined || ConsumerName === undefined) {
    throw invalidArgument("Either ConsumerARN or both StreamARN and ConsumerName must be specified.");
  }
  return { StreamARN };
}

/** ARN that the permission is asked on; a consumer that is not there has no creation time to be named by. */
export function consumerArn(reference: ConsumerReference, stream: Stream | undefined, nowMs: number): string {
  const { StreamARN, ConsumerName, ConsumerARN } = reference;
  if (ConsumerARN !== undefined) return ConsumerARN;
  const consumer = stream && findConsumer(stream, ConsumerName ?? "", nowMs);
  return consumer?.arn ?? `${StreamARN}/consumer/${ConsumerName}`;
}

/** Throws ResourceNotFoundException; the text is not documented. */
export function requireConsumer(reference: ConsumerReference, stream: Stream, nowMs: number): Consumer {
  const { ConsumerARN } = reference;
  const name = ConsumerARN === undefined ? reference.ConsumerName : parseResourceArn(ConsumerARN).consumerName;
  const consumer = findConsumer(stream, name ?? "", nowMs);
  if (consumer === undefined || (ConsumerARN !== undefined && consumer.arn !== ConsumerARN)) {
    const message = `Consumer ${name} in stream ${stream.name} under account ${stream.accountId} not found.`;
    throw new ServiceError("ResourceNotFoundException", message, 400);
  }
  return consumer;
}
