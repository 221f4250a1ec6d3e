import type { StaticOperationSchema } from "@smithy/types";
import { type Action, action } from "../model/action.ts";
import type { Constraints } from "../model/constraints.ts";
import { resourceTagKeys, type TagKeys } from "../model/tag-keys.ts";
import { groupMissing, invalidParameter } from "./errors.ts";
import { checkInput } from "./group-action.ts";
import type { LogGroup } from "./log-group.ts";
import type { LogsStore } from "./store.ts";

interface ResourceReference {
  readonly resourceArn?: string | undefined;
}

interface TagActionDefinition<Input extends ResourceReference, Output> {
  readonly schema: StaticOperationSchema;
  readonly emulates: readonly (keyof Input & string)[];
  readonly constraints: Constraints;
  /** Condition keys of the request, beside the group's own tags. */
  readonly context?: (input: Input) => TagKeys;
  readonly run: (input: Input, group: LogGroup) => Output;
}

/**
 * An operation on the tags of a log group, by its ARN without `:*`; the permission is on that ARN.
 * Source: CloudWatch Logs API Reference, TagResource.
 */
export function tagAction<Input extends ResourceReference, Output>(
  definition: TagActionDefinition<Input, Output>,
): Action<LogsStore, Input, Output> {
  const constraints = { resourceArn: { required: true, minLength: 1, maxLength: 1011 }, ...definition.constraints };
  return action<LogsStore, Input, Output>({
    schema: definition.schema,
    emulates: ["resourceArn", ...definition.emulates],
    permissions: (store, { input, now }) => {
      checkInput(constraints, input);
      const arn = input.resourceArn ?? "";
      const [, accountId] = /^arn:aws[^:]*:logs:[^:]*:(\d{12}):log-group:[^:*]+$/.exec(arn) ?? [];
      // The rule is documented, the text is not.
      if (accountId === undefined) throw invalidParameter(`${arn} is not the ARN of a log group.`);
      const context = { ...resourceTagKeys(store.find(arn, now)?.tags), ...definition.context?.(input) };
      return [{ action: `logs:${definition.schema[2]}`, resource: { arn, accountId }, context }];
    },
    run: (store, { input, now }) => {
      const group = store.find(input.resourceArn ?? "", now);
      if (group === undefined) throw groupMissing();
      return definition.run(input, group);
    },
  });
}
