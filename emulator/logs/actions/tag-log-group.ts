import { TagLogGroup$, type TagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { groupAction } from "../group-action.ts";
import { addTags, tagsConstraint } from "../tags.ts";

/** The older form of TagResource. Source: CloudWatch Logs API Reference, TagLogGroup. */
export const tagLogGroup = groupAction<TagLogGroupRequest, undefined>({
  schema: TagLogGroup$,
  emulates: ["tags"],
  constraints: { tags: { ...tagsConstraint, required: true } },
  run: (_store, { input }, group) => {
    addTags(group.tags, input.tags ?? {});
    return undefined;
  },
});
