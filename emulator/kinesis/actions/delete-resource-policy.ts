import { DeleteResourcePolicy$, type DeleteResourcePolicyInput } from "@aws-sdk/client-kinesis";
import { resourceArn, resourceArnConstraint, streamOfResource } from "../resource-action.ts";
import { streamAction } from "../stream-action.ts";

/** Removes a stream's policy; one that is not there is no error (not documented). Source: Kinesis API Reference. */
export const deleteResourcePolicy = streamAction<DeleteResourcePolicyInput, object>({
  schema: DeleteResourcePolicy$,
  emulates: ["ResourceARN"],
  constraints: { ResourceARN: resourceArnConstraint },
  reference: streamOfResource,
  permissionOn: resourceArn,
  ownAccountOnly: true,
  run: (_store, _request, stream) => {
    stream.policy = undefined;
    return {};
  },
});
