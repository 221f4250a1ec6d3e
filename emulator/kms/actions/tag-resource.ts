import { TagResource$, type TagResourceRequest } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { keyAction } from "../key-action.ts";
import { requestTagContext } from "../permissions.ts";
import { withTags } from "../tags.ts";

/** Adds tags to a key or changes them. Errors: TagException. Source: KMS API Reference, TagResource. */
export const tagResource = keyAction<TagResourceRequest, void>({
  schema: TagResource$,
  emulates: ["Tags"],
  constraints: { Tags: { ...constraints.tags, required: true } },
  context: ({ Tags }) => requestTagContext(Tags),
  on: "not-pending-deletion",
  run: (store, { input }, key) => store.saveKey({ ...key, tags: withTags(key.tags, input.Tags) }),
});
