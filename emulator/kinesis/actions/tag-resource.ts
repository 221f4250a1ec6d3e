import { TagResource$, type TagResourceInput } from "@aws-sdk/client-kinesis";
import { requestTagKeys } from "../../model/tag-keys.ts";
import { resourceArn, resourceArnConstraint, streamOfResource, tagsOf } from "../resource-action.ts";
import { streamAction } from "../stream-action.ts";
import { checkTags, tagsConstraint } from "../tags.ts";

/** Adds tags to a stream or consumer or overwrites their values. Source: Kinesis API Reference, TagResource. */
export const tagResource = streamAction<TagResourceInput, object>({
  schema: TagResource$,
  emulates: ["ResourceARN", "Tags"],
  constraints: { Tags: { ...tagsConstraint, required: true, minLength: 1 }, ResourceARN: resourceArnConstraint },
  reference: streamOfResource,
  permissionOn: resourceArn,
  context: ({ Tags = {} }) => requestTagKeys(Object.entries(Tags)),
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => {
    const tags = tagsOf(input, stream, now);
    const added = new Map(Object.entries(input.Tags ?? {}));
    checkTags(added, tags, stream);
    for (const [key, value] of added) tags.set(key, value);
    return {};
  },
});
