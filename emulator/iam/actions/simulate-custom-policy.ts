import {
  SimulateCustomPolicy$,
  type SimulateCustomPolicyRequest,
  type SimulatePolicyResponse,
} from "@aws-sdk/client-iam";
import { iamArn } from "../../model/arn.ts";
import { validationError } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onEverything } from "../permissions.ts";
import { inputBoundary, inputPolicies, inputResourcePolicy } from "../simulated-policies.ts";
import { simulate } from "../simulation.ts";

/**
 * What somebody could do with the policies of the request alone. With a resource policy it takes the user that calls.
 * Errors: InvalidInput, MalformedPolicyDocument. Source: IAM API Reference, SimulateCustomPolicy.
 */
export const simulateCustomPolicy = iamAction<SimulateCustomPolicyRequest, SimulatePolicyResponse>({
  schema: SimulateCustomPolicy$,
  emulates: [
    ...(["PolicyInputList", "PermissionsBoundaryPolicyInputList", "ActionNames", "ResourceArns"] as const),
    ...(["ResourcePolicy", "ResourceOwner", "CallerArn", "ContextEntries", "MaxItems", "Marker"] as const),
  ],
  constraints: { PolicyInputList: { required: true }, ...members.simulation, ...members.paging },
  permissions: (_store, call) => onEverything(call, "iam:SimulateCustomPolicy"),
  run: (store, { accountId, input }) => {
    const caller = input.CallerArn === undefined ? undefined : store.callerFor(input.CallerArn);
    if (caller?.principal.kind !== "user" && (input.CallerArn ?? input.ResourcePolicy) !== undefined) {
      throw validationError("A caller ARN of an IAM user must be given with a resource policy.");
    }
    const nobody = { kind: "user", accountId, arn: iamArn(store.region, accountId, "user/simulated") } as const;
    const principal = caller?.principal ?? { ...nobody, userId: "simulated", userName: "simulated" };
    const attachedTo = "arn" in principal ? principal.arn : nobody.arn;
    const sides = {
      principal,
      principalSide: {
        identityPolicies: inputPolicies(store, input.PolicyInputList, "identity", accountId, attachedTo),
        ...inputBoundary(store, input.PermissionsBoundaryPolicyInputList, accountId, attachedTo),
      },
      resourcePolicies: inputResourcePolicy(input.ResourcePolicy, accountId),
      accountId,
    };
    const { items, page } = pageOf(simulate(sides, input), input);
    return { EvaluationResults: items, ...page };
  },
});
