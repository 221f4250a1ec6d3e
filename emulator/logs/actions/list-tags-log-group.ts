import {
  ListTagsLogGroup$,
  type ListTagsLogGroupRequest,
  type ListTagsLogGroupResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { groupAction } from "../group-action.ts";

/** The older form of ListTagsForResource. Source: CloudWatch Logs API Reference, ListTagsLogGroup. */
export const listTagsLogGroup = groupAction<ListTagsLogGroupRequest, ListTagsLogGroupResponse>({
  schema: ListTagsLogGroup$,
  emulates: [],
  run: (_store, _request, group) => ({ tags: Object.fromEntries(group.tags) }),
});
