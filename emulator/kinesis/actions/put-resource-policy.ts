import { PutResourcePolicy$, type PutResourcePolicyInput } from "@aws-sdk/client-kinesis";
import { notImplemented } from "../../model/service-error.ts";
import { parseResourceArn } from "../consumer.ts";
import { resourceArn, resourceArnConstraint, streamOfResource } from "../resource-action.ts";
import { resourcePolicy } from "../resource-policy.ts";
import { streamAction } from "../stream-action.ts";

/**
 * Lets others use a stream, principals of other accounts among them; the owner's account alone may say so.
 * Source: Kinesis API Reference, PutResourcePolicy.
 */
export const putResourcePolicy = streamAction<PutResourcePolicyInput, object>({
  schema: PutResourcePolicy$,
  emulates: ["ResourceARN", "Policy"],
  constraints: { ResourceARN: resourceArnConstraint, Policy: { required: true } },
  reference: streamOfResource,
  permissionOn: resourceArn,
  ownAccountOnly: true,
  run: (store, { input }, stream) => {
    if (parseResourceArn(input.ResourceARN ?? "").consumerName !== undefined) {
      throw notImplemented("The resource policy of a consumer");
    }
    stream.policy = resourcePolicy(input.Policy ?? "", stream, store.environment);
    return {};
  },
});
