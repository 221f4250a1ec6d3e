import { ListTagsForStream$, type ListTagsForStreamInput, type ListTagsForStreamOutput } from "@aws-sdk/client-kinesis";
import { streamAction } from "../stream-action.ts";
import { shownTags, tagKeyConstraint } from "../tags.ts";

/** The tags of a stream by key, page by page. Source: Kinesis API Reference, ListTagsForStream. */
export const listTagsForStream = streamAction<ListTagsForStreamInput, ListTagsForStreamOutput>({
  schema: ListTagsForStream$,
  emulates: ["ExclusiveStartTagKey", "Limit"],
  constraints: { Limit: { min: 1, max: 50 }, ExclusiveStartTagKey: tagKeyConstraint },
  inAnyStatus: true,
  run: (_store, { input }, stream) => {
    const { ExclusiveStartTagKey: after } = input;
    const tags = shownTags(stream.tags).filter(({ Key = "" }) => after === undefined || Key > after);
    const page = tags.slice(0, input.Limit ?? 50);
    return { Tags: page, HasMoreTags: page.length < tags.length };
  },
});
