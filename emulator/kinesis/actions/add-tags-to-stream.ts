import { AddTagsToStream$, type AddTagsToStreamInput } from "@aws-sdk/client-kinesis";
import { requestTagKeys } from "../../model/tag-keys.ts";
import { streamAction } from "../stream-action.ts";
import { checkTags, tagsConstraint } from "../tags.ts";

/** Adds tags to a stream or overwrites their values. Source: Kinesis API Reference, AddTagsToStream. */
export const addTagsToStream = streamAction<AddTagsToStreamInput, object>({
  schema: AddTagsToStream$,
  emulates: ["Tags"],
  constraints: { Tags: { ...tagsConstraint, required: true, minLength: 1 } },
  context: ({ Tags = {} }) => requestTagKeys(Object.entries(Tags)),
  inAnyStatus: true,
  run: (_store, { input }, stream) => {
    const tags = new Map(Object.entries(input.Tags ?? {}));
    checkTags(tags, stream.tags, stream);
    for (const [key, value] of tags) stream.tags.set(key, value);
    return {};
  },
});
