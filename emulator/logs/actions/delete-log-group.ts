import { DeleteLogGroup$, type DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { groupAction } from "../group-action.ts";

/** Deletes a log group with all its events. Source: CloudWatch Logs API Reference, DeleteLogGroup. */
export const deleteLogGroup = groupAction<DeleteLogGroupRequest, undefined>({
  schema: DeleteLogGroup$,
  emulates: [],
  run: (store, _request, { arn }) => {
    store.delete(arn);
    return undefined;
  },
});
