import { UntagResource$, type UntagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import { removedTagKeys } from "../../model/tag-keys.ts";
import { tagAction } from "../tag-action.ts";
import { tagKeysConstraint } from "../tags.ts";

/** Removes tags of a log group by their keys. Source: CloudWatch Logs API Reference, UntagResource. */
export const untagResource = tagAction<UntagResourceRequest, undefined>({
  schema: UntagResource$,
  emulates: ["tagKeys"],
  constraints: { tagKeys: tagKeysConstraint },
  context: (input) => removedTagKeys(input.tagKeys),
  run: ({ tagKeys = [] }, group) => {
    for (const key of tagKeys) group.tags.delete(key);
    return undefined;
  },
});
