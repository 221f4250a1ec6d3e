import type { StaticOperationSchema } from "@smithy/types";
import type { Action, Authorized, Call, Permission } from "../model/action.ts";
import { arnParts, formatArn } from "../model/arn.ts";
import { type Constraint, type Constraints, checkConstraints } from "../model/constraints.ts";
import { type TagKeys, withResourceTags } from "../model/tag-keys.ts";
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

const namingMembers: readonly (keyof StreamReference)[] = ["StreamName", "StreamARN"];

const referenceConstraints: Constraints = { StreamName: streamNameConstraint, StreamARN: streamArnConstraint };

interface StreamActionDefinition<Input extends object, Output> {
  readonly schema: StaticOperationSchema;
  /** Beside StreamName and StreamARN. */
  readonly emulates: readonly (keyof Input & string)[];
  /** Of the members beside StreamName and StreamARN. */
  readonly constraints?: Constraints;
  /** Where the stream is named by something else: a token, a resource ARN. */
  readonly reference?: (input: Input) => StreamReference;
  /** ARN that the permission is about where it is not the stream's own: that of a consumer. */
  readonly permissionOn?: (input: Input, stream: Stream | undefined, nowMs: number) => string;
  /** Whether the stream's own account alone may ask, whatever the stream's policy says. */
  readonly ownAccountOnly?: boolean;
  /** Condition keys of the request, beside the stream's own tags. */
  readonly context?: (input: Input) => TagKeys;
  /** Whether streams that are being created or deleted are there for this operation too. */
  readonly inAnyStatus?: boolean;
  readonly run: (store: KinesisStore, request: Authorized<Input>, stream: Stream) => Output | Promise<Output>;
}

/**
 * An operation on one stream. It needs the permission of its own name on the stream's ARN, and is denied before anyone
 * learns whether the stream exists: the ARN follows from the name alone.
 */
export function streamAction<Input extends object, Output>(
  definition: StreamActionDefinition<Input, Output>,
): Action<KinesisStore, Input, Output> {
  const action = `kinesis:${definition.schema[2]}`;
  const constraints = mergeConstraints(definition.constraints ?? {}, referenceConstraints);
  const referenceOf = definition.reference ?? ((input: StreamReference) => input);
  return {
    schema: definition.schema,
    emulates: [...namingMembers, ...definition.emulates] as (keyof Input & string)[],
    permissions: (store, call) => {
      checkConstraints(constraints, call.input);
      const target = targetOf(referenceOf(call.input), call);
      const context = definition.context?.(call.input) ?? {};
      if (definition.permissionOn === undefined) return [streamPermission(store, action, target, call.now, context)];
      const arn = definition.permissionOn(call.input, store.find(target.arn, call.now), call.now);
      // A consumer's own permission is not about its stream's tags, nor under the stream's policy.
      if (arn !== target.arn) return [{ action, resource: { arn, accountId: target.accountId }, context }];
      const permission = streamPermission(store, action, target, call.now, context);
      const isClosed = definition.ownAccountOnly === true && target.accountId !== call.caller.accountId;
      return [isClosed ? { ...permission, resourcePolicies: [] } : permission];
    },
    run: (store, request) => {
      const target = targetOf(referenceOf(request.input), request);
      const stream = store.find(target.arn, request.now);
      if (stream === undefined || !(definition.inAnyStatus || stream.isInService)) {
        throw streamNotFound(target.name, target.accountId);
      }
      return definition.run(store, request, stream);
    },
  };
}

/** Both sides may say something of the same member. */
function mergeConstraints(own: Constraints, common: Constraints): Constraints {
  const merged: Record<string, Constraint> = { ...own };
  for (const [name, constraint] of Object.entries(common)) merged[name] = { ...constraint, ...own[name] };
  return merged;
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
  const { accountId, resource } = arnParts(arn);
  return { arn, accountId, name: resource.slice("stream/".length) };
}

export function parsesAsStreamArn(arn: unknown): arn is string {
  return typeof arn === "string" && /^arn:aws[^:]*:kinesis:[^:]*:\d{12}:stream\/[a-zA-Z0-9_.-]+$/.test(arn);
}

const noKeys: TagKeys = {};

export function streamPermission(
  store: KinesisStore,
  action: string,
  target: Pick<StreamTarget, "arn" | "accountId">,
  nowMs: number,
  context: TagKeys = noKeys,
): Permission {
  const stream = store.find(target.arn, nowMs);
  return {
    action,
    resource: { arn: target.arn, accountId: target.accountId },
    ...(stream?.policy !== undefined && { resourcePolicies: [stream.policy.inForce] }),
    context: withResourceTags(stream?.tags, context),
  };
}
