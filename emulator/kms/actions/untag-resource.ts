import { UntagResource$, type UntagResourceRequest } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { keyAction } from "../key-action.ts";
import { withoutTags } from "../tags.ts";

/** Removes tags of a key. Source: KMS API Reference, UntagResource. */
export const untagResource = keyAction<UntagResourceRequest, void>({
  schema: UntagResource$,
  emulates: ["TagKeys"],
  constraints: { TagKeys: constraints.tagKeys },
  context: ({ TagKeys = [] }) => ({ "aws:tagkeys": TagKeys }),
  on: "not-pending-deletion",
  run: (store, { input }, key) => store.saveKey({ ...key, tags: withoutTags(key.tags, input.TagKeys ?? []) }),
});
