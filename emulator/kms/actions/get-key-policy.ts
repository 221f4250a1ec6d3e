import { GetKeyPolicy$, type GetKeyPolicyRequest, type GetKeyPolicyResponse } from "@aws-sdk/client-kms";
import { displayPolicy } from "../../policy/index.ts";
import { noSuchPolicy } from "../errors.ts";
import { keyAction } from "../key-action.ts";

/** A key's policy as it reads now. Errors: NotFoundException. Source: KMS API Reference, GetKeyPolicy. */
export const getKeyPolicy = keyAction<GetKeyPolicyRequest, GetKeyPolicyResponse>({
  schema: GetKeyPolicy$,
  emulates: ["PolicyName"],
  on: "any",
  run: ({ environment }, { input: { PolicyName = "default" } }, key) => {
    if (PolicyName !== "default") throw noSuchPolicy();
    const Policy = displayPolicy(key.policy, (principal) => environment.principals.lookUp(principal));
    return { Policy, PolicyName };
  },
});
