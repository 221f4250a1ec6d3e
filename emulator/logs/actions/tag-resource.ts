import { TagResource$, type TagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import { requestTagKeys } from "../../model/tag-keys.ts";
import { tagAction } from "../tag-action.ts";
import { addTags, tagsConstraint } from "../tags.ts";

/** Adds tags to a log group or overwrites their values. Source: CloudWatch Logs API Reference, TagResource. */
export const tagResource = tagAction<TagResourceRequest, undefined>({
  schema: TagResource$,
  emulates: ["tags"],
  constraints: { tags: { ...tagsConstraint, required: true } },
  context: ({ tags = {} }) => requestTagKeys(Object.entries(tags)),
  run: ({ tags = {} }, group) => {
    addTags(group.tags, tags);
    return undefined;
  },
});
