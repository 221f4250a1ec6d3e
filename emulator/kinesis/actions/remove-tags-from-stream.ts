import { RemoveTagsFromStream$, type RemoveTagsFromStreamInput } from "@aws-sdk/client-kinesis";
import { removedTagKeys } from "../../model/tag-keys.ts";
import { streamAction } from "../stream-action.ts";
import { tagKeysConstraint } from "../tags.ts";

/** Removes tags by their keys; one that is not there is no error. Source: Kinesis API Reference, RemoveTagsFromStream. */
export const removeTagsFromStream = streamAction<RemoveTagsFromStreamInput, object>({
  schema: RemoveTagsFromStream$,
  emulates: ["TagKeys"],
  constraints: { TagKeys: tagKeysConstraint },
  context: ({ TagKeys }) => removedTagKeys(TagKeys),
  inAnyStatus: true,
  run: (_store, { input }, stream) => {
    for (const key of input.TagKeys ?? []) stream.tags.delete(key);
    return {};
  },
});
