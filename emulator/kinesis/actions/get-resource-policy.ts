import { GetResourcePolicy$, type GetResourcePolicyInput, type GetResourcePolicyOutput } from "@aws-sdk/client-kinesis";
import { resourceArn, resourceArnConstraint, streamOfResource } from "../resource-action.ts";
import { displayed } from "../resource-policy.ts";
import { streamAction } from "../stream-action.ts";

/** A stream's policy, `{}` where it has none. Source: recorded by LocalStack from AWS: test_resource_policy_crud. */
export const getResourcePolicy = streamAction<GetResourcePolicyInput, GetResourcePolicyOutput>({
  schema: GetResourcePolicy$,
  emulates: ["ResourceARN"],
  constraints: { ResourceARN: resourceArnConstraint },
  reference: streamOfResource,
  permissionOn: resourceArn,
  run: ({ environment }, _request, { policy }) => ({
    Policy: policy === undefined ? "{}" : displayed(policy, environment),
  }),
});
