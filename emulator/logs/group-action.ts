import type { StaticOperationSchema } from "@smithy/types";
import type { Action, Authorized, Call, Permission } from "../model/action.ts";
import { arnParts } from "../model/arn.ts";
import { type Constraint, type Constraints, checkConstraints } from "../model/constraints.ts";
import { type TagKeys, withResourceTags } from "../model/tag-keys.ts";
import { groupMissing, invalidParameter, streamMissing } from "./errors.ts";
import type { LogGroup, LogStream } from "./log-group.ts";
import { groupArn, type LogsStore } from "./store.ts";

/** Operations name their group by name, or by name or ARN in `logGroupIdentifier`. */
export interface GroupReference {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** Source: CloudWatch Logs API Reference, common to all operations. */
export const groupNameConstraint: Constraint = {
  pattern: String.raw`[\.\-_/#A-Za-z0-9]+`,
  minLength: 1,
  maxLength: 512,
};
export const streamNameConstraint: Constraint = { pattern: "[^:*]*", minLength: 1, maxLength: 512 };
export const tokenConstraint: Constraint = { minLength: 1 };
const groupConstraints: Constraints = {
  logGroupName: groupNameConstraint,
  logGroupIdentifier: { pattern: String.raw`[\w#+=/:,.@-]*`, minLength: 1, maxLength: 2048 },
};

/** CloudWatch Logs tells of broken constraints under a code of its own. */
export function checkInput(constraints: Constraints, input: object): void {
  checkConstraints(constraints, input, "InvalidParameterException");
}

interface GroupActionDefinition<Input extends object, Output> {
  readonly schema: StaticOperationSchema;
  /** Beside the group's name or identifier. */
  readonly emulates: readonly (keyof Input & string)[];
  readonly constraints?: Constraints;
  /** Set where the operation takes an identifier beside the name. */
  readonly takesIdentifier?: boolean;
  /** Name of the stream that the permission is about. */
  readonly streamOf?: (input: Input) => string | undefined;
  readonly run: (store: LogsStore, request: Authorized<Input>, group: LogGroup) => Output;
}

/** An operation on one log group, or on a stream of it. Denied before anyone learns whether the group exists. */
export function groupAction<Input extends object, Output>(
  definition: GroupActionDefinition<Input, Output>,
): Action<LogsStore, Input, Output> {
  const constraints = { ...groupConstraints, ...definition.constraints };
  const naming = definition.takesIdentifier ? ["logGroupName", "logGroupIdentifier"] : ["logGroupName"];
  return {
    schema: definition.schema,
    emulates: [...naming, ...definition.emulates] as (keyof Input & string)[],
    permissions: (store, call) => {
      checkInput(constraints, call.input);
      const arn = groupArnOf(call.input, call);
      return [
        groupPermission(store, `logs:${definition.schema[2]}`, arn, call, definition.streamOf?.(call.input) ?? ""),
      ];
    },
    run: (store, request) => {
      const group = store.find(groupArnOf(request.input, request), request.now);
      if (group === undefined) throw groupMissing();
      return definition.run(store, request, group);
    },
  };
}

/** ARN of the group, without `:*`. A group of another account is reached by its ARN alone. */
export function groupArnOf(reference: GroupReference, call: Call<unknown>): string {
  const { logGroupName, logGroupIdentifier } = reference;
  // The rule is documented, the texts are not.
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalidParameter("logGroupName and logGroupIdentifier must not be specified together.");
  }
  const named = logGroupName ?? logGroupIdentifier;
  if (named === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null",
    );
  }
  if (named.startsWith("arn:")) return named.replace(/:\*$/, "");
  return groupArn(call.region, call.caller.accountId ?? "", named);
}

/**
 * The resource of every operation is a log stream, its name empty where the operation is about the whole group: a policy
 * for `log-group:name:*` covers it, one for `log-group:name` does not.
 * Source: a denial by AWS, elastic/apm-aws-lambda issue 526: "… on resource: arn:aws:logs:…:log-group:…:log-stream:".
 */
export function groupPermission(
  store: LogsStore,
  action: string,
  arn: string,
  call: Call<unknown>,
  stream = "",
  context: TagKeys = {},
): Permission {
  const { accountId } = arnParts(arn);
  return {
    action,
    resource: { arn: `${arn}:log-stream:${stream}`, accountId },
    context: withResourceTags(store.find(arn, call.now)?.tags, context),
  };
}

/** Throws ResourceNotFoundException. */
export function requireStream(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(name ?? "");
  if (stream === undefined) throw streamMissing();
  return stream;
}
