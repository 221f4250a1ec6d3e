import { DeleteRetentionPolicy$, type DeleteRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import { groupAction } from "../group-action.ts";

/** Lets the events of a group stay for ever. Source: CloudWatch Logs API Reference, DeleteRetentionPolicy. */
export const deleteRetentionPolicy = groupAction<DeleteRetentionPolicyRequest, undefined>({
  schema: DeleteRetentionPolicy$,
  emulates: [],
  run: (_store, _request, group) => {
    group.retentionDays = undefined;
    return undefined;
  },
});
