import {
  ListTagsForResource$,
  type ListTagsForResourceInput,
  type ListTagsForResourceOutput,
} from "@aws-sdk/client-kinesis";
import { resourceArn, resourceArnConstraint, streamOfResource, tagsOf } from "../resource-action.ts";
import { streamAction } from "../stream-action.ts";
import { shownTags } from "../tags.ts";

/** All tags of a stream or consumer. Source: Kinesis API Reference, ListTagsForResource. */
export const listTagsForResource = streamAction<ListTagsForResourceInput, ListTagsForResourceOutput>({
  schema: ListTagsForResource$,
  emulates: ["ResourceARN"],
  constraints: { ResourceARN: resourceArnConstraint },
  reference: streamOfResource,
  permissionOn: resourceArn,
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => ({ Tags: shownTags(tagsOf(input, stream, now)) }),
});
