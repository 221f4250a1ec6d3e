import type { StaticOperationSchema } from "@smithy/types";
import type { Action, Authorized, Call, Permission } from "../model/action.ts";
import { formatArn } from "../model/arn.ts";
import { type Constraint, type Constraints, checkConstraints } from "../model/constraints.ts";
import { invalidArgument, streamNotFound, validationFailed } from "./errors.ts";
import type { KinesisStore } from "./store.ts";
import type { Stream } from "./stream.ts";

/** Operations name their stream by name, by ARN, or by both. */
export interface StreamReference {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

/** Source: Kinesis API Reference, common to all operations. */
export const streamNameConstraint: Constraint = { pattern: "[a-zA-Z0-9_.-]+", minLength: 1, maxLength: 128 };
export const streamArnConstraint: Constraint = {
  pattern: String.raw`arn:aws.*:kinesis:.*:\d{12}:stream/\S+`,
  minLength: 1,
  maxLength: 2048,
};
export const shardIdConstraint: Constraint = { pattern: "[a-zA-Z0-9_.-]+", minLength: 1, maxLength: 128 };

const referenceConstraints: Constraints = { StreamName: streamNameConstraint, StreamARN: streamArnConstraint };

interface StreamActionDefinition<Input extends StreamReference, Output> {
  readonly schema: StaticOperationSchema;
  /** Beside StreamName and StreamARN. */
  readonly emulates: readonly (keyof Input & string)[];
  /** Of the members beside StreamName and StreamARN. */
  readonly constraints?: Constraints;
  /** Where the stream is named by something else: a token, a resource ARN. */
  readonly reference?: (input: Input) => StreamReference;
  /** Whether streams that are being created or deleted are there for this operation too. */
  readonly inAnyStatus?: boolean;
  readonly run: (store: KinesisStore, request: Authorized<Input>, stream: Stream) => Output | Promise<Output>;
}

/**
 * An operation on one stream. It needs the permission of its own name on the stream's ARN, and is denied before anyone
 * learns whether the stream exists: the ARN follows from the name alone.
 */
export function streamAction<Input extends StreamReference, Output>(
  definition: StreamActionDefinition<Input, Output>,
): Action<KinesisStore, Input, Output> {
  const action = `kinesis:${definition.schema[2]}`;
  const constraints = { ...definition.constraints, ...referenceConstraints };
  const referenceOf = definition.reference ?? ((input: Input): StreamReference => input);
  return {
    schema: definition.schema,
    emulates: ["StreamName", "StreamARN", ...definition.emulates],
    permissions: (store, call) => {
      checkConstraints(constraints, call.input);
      return [streamPermission(store, action, targetOf(referenceOf(call.input), call), call.now)];
    },
    run: (store, request) => {
      const target = targetOf(referenceOf(request.input), request);
      const stream = store.find(target.arn, request.now);
      const isThere =
        stream !== undefined &&
        (definition.inAnyStatus === true || stream.status === "ACTIVE" || stream.status === "UPDATING");
      if (!isThere) throw streamNotFound(target.name, target.accountId);
      return definition.run(store, request, stream);
    },
  };
}

export interface StreamTarget {
  readonly arn: string;
  readonly name: string;
  readonly accountId: string;
}

/** The stream that a call is about: a name means the caller's own account, an ARN may lead into another. */
export function targetOf(input: StreamReference, call: Call<unknown>): StreamTarget {
  const { StreamName: name, StreamARN: arn } = input;
  if (arn !== undefined) {
    const target = parseStreamArn(arn);
    // Not documented; we choose to refuse a name that contradicts the ARN, rather than prefer one of them.
    if (name !== undefined && name !== target.name) {
      throw invalidArgument(`StreamName ${name} does not match the StreamARN ${arn}.`);
    }
    return target;
  }
  if (name === undefined) {
    throw validationFailed(
      "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
    );
  }
  const accountId = call.caller.accountId ?? "";
  return { arn: formatArn("kinesis", call.region, accountId, `stream/${name}`), name, accountId };
}

/** `arn` has met its constraint. */
export function parseStreamArn(arn: string): StreamTarget {
  const [, , , , accountId = "", resource = ""] = arn.split(":");
  return { arn, accountId, name: resource.slice("stream/".length) };
}

export function parsesAsStreamArn(arn: unknown): arn is string {
  return typeof arn === "string" && /^arn:aws[^:]*:kinesis:[^:]*:\d{12}:stream\/[a-zA-Z0-9_.-]+$/.test(arn);
}

export function streamPermission(
  store: KinesisStore,
  action: string,
  target: Pick<StreamTarget, "arn" | "accountId">,
  nowMs: number,
): Permission {
  const stream = store.find(target.arn, nowMs);
  return {
    action,
    resource: { arn: target.arn, accountId: target.accountId },
    ...(stream !== undefined && stream.tags.size > 0 && { context: resourceTags(stream) }),
  };
}

/** `aws:ResourceTag/…` */
function resourceTags(stream: Stream): Record<string, string> {
  return Object.fromEntries([...stream.tags].map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, value]));
}
