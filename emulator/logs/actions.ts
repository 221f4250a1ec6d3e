import { createLogGroup } from "./actions/create-log-group.ts";
import { createLogStream } from "./actions/create-log-stream.ts";
import { deleteLogGroup } from "./actions/delete-log-group.ts";
import { deleteLogStream } from "./actions/delete-log-stream.ts";
import { deleteRetentionPolicy } from "./actions/delete-retention-policy.ts";
import { describeLogGroups } from "./actions/describe-log-groups.ts";
import { describeLogStreams } from "./actions/describe-log-streams.ts";
import { filterLogEvents } from "./actions/filter-log-events.ts";
import { getLogEvents } from "./actions/get-log-events.ts";
import { listTagsForResource } from "./actions/list-tags-for-resource.ts";
import { listTagsLogGroup } from "./actions/list-tags-log-group.ts";
import { putLogEvents } from "./actions/put-log-events.ts";
import { putRetentionPolicy } from "./actions/put-retention-policy.ts";
import { tagLogGroup } from "./actions/tag-log-group.ts";
import { tagResource } from "./actions/tag-resource.ts";
import { untagLogGroup } from "./actions/untag-log-group.ts";
import { untagResource } from "./actions/untag-resource.ts";

/** Every operation that is emulated. */
export const actions = [
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  deleteLogStream,
  deleteRetentionPolicy,
  describeLogGroups,
  describeLogStreams,
  filterLogEvents,
  getLogEvents,
  listTagsForResource,
  listTagsLogGroup,
  putLogEvents,
  putRetentionPolicy,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
];
