import { ListResourceTags$, type ListResourceTagsRequest, type ListResourceTagsResponse } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { keyAction } from "../key-action.ts";
import { pageOf } from "../pages.ts";

/** Tags of a key. Source: KMS API Reference, ListResourceTags. */
export const listResourceTags = keyAction<ListResourceTagsRequest, ListResourceTagsResponse>({
  schema: ListResourceTags$,
  emulates: ["Limit", "Marker"],
  constraints: constraints.paging,
  on: "any",
  run: (_store, { input }, key) => {
    const { items, page } = pageOf([...key.tags], input);
    return { Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...page };
  },
});
