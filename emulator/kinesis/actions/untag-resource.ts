import { UntagResource$, type UntagResourceInput } from "@aws-sdk/client-kinesis";
import { removedTagKeys } from "../../model/tag-keys.ts";
import { resourceArn, resourceArnConstraint, streamOfResource, tagsOf } from "../resource-action.ts";
import { streamAction } from "../stream-action.ts";
import { tagKeysConstraint } from "../tags.ts";

/** Removes tags of a stream or consumer by their keys. Source: Kinesis API Reference, UntagResource. */
export const untagResource = streamAction<UntagResourceInput, object>({
  schema: UntagResource$,
  emulates: ["ResourceARN", "TagKeys"],
  constraints: { TagKeys: tagKeysConstraint, ResourceARN: resourceArnConstraint },
  reference: streamOfResource,
  permissionOn: resourceArn,
  context: ({ TagKeys }) => removedTagKeys(TagKeys),
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => {
    const tags = tagsOf(input, stream, now);
    for (const key of input.TagKeys ?? []) tags.delete(key);
    return {};
  },
});
