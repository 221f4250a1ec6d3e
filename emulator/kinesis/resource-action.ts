import type { Constraint } from "../model/constraints.ts";
import { parseResourceArn } from "./consumer.ts";
import { requireConsumer } from "./consumer-action.ts";
import type { Stream } from "./stream.ts";
import type { StreamReference } from "./stream-action.ts";

/** Operations on streams and consumers alike name them so. */
export interface ResourceReference {
  readonly ResourceARN?: string | undefined;
}

export const resourceArnConstraint: Constraint = {
  required: true,
  pattern: String.raw`arn:aws.*:kinesis:.*:\d{12}:stream/\S+`,
  minLength: 1,
  maxLength: 2048,
};

export function streamOfResource({ ResourceARN = "" }: ResourceReference): StreamReference {
  return { StreamARN: parseResourceArn(ResourceARN).streamArn };
}

export function resourceArn({ ResourceARN = "" }: ResourceReference): string {
  return ResourceARN;
}

/** The tags of the stream or of its consumer. Throws ResourceNotFoundException. */
export function tagsOf({ ResourceARN = "" }: ResourceReference, stream: Stream, nowMs: number): Map<string, string> {
  const { consumerName } = parseResourceArn(ResourceARN);
  return consumerName === undefined ? stream.tags : requireConsumer({ ConsumerARN: ResourceARN }, stream, nowMs).tags;
}
