import { UntagLogGroup$, type UntagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { groupAction } from "../group-action.ts";
import { tagKeyConstraint } from "../tags.ts";

/** The older form of UntagResource. Source: CloudWatch Logs API Reference, UntagLogGroup. */
export const untagLogGroup = groupAction<UntagLogGroupRequest, undefined>({
  schema: UntagLogGroup$,
  emulates: ["tags"],
  constraints: { tags: { required: true, minLength: 1, each: tagKeyConstraint } },
  run: (_store, { input }, group) => {
    for (const key of input.tags ?? []) group.tags.delete(key);
    return undefined;
  },
});
