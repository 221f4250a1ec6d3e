import {
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { tagAction } from "../tag-action.ts";

/** The tags of a log group. Source: CloudWatch Logs API Reference, ListTagsForResource. */
export const listTagsForResource = tagAction<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  schema: ListTagsForResource$,
  emulates: [],
  constraints: {},
  run: (_input, group) => ({ tags: Object.fromEntries(group.tags) }),
});
