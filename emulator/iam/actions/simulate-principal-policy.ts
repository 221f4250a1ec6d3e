import {
  type SimulatePolicyResponse,
  SimulatePrincipalPolicy$,
  type SimulatePrincipalPolicyRequest,
} from "@aws-sdk/client-iam";
import { noSuchEntity, validationError } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { permission } from "../permissions.ts";
import { inputBoundary, inputPolicies, inputResourcePolicy } from "../simulated-policies.ts";
import { simulate } from "../simulation.ts";

/**
 * What a user or role of the account may do, by its policies, boundary and organization as they are in force now, and by
 * further policies that the request brings. Errors: NoSuchEntity, InvalidInput, MalformedPolicyDocument.
 * Source: IAM API Reference, SimulatePrincipalPolicy.
 */
export const simulatePrincipalPolicy = iamAction<SimulatePrincipalPolicyRequest, SimulatePolicyResponse>({
  schema: SimulatePrincipalPolicy$,
  emulates: [
    ...(["PolicySourceArn", "PolicyInputList", "PermissionsBoundaryPolicyInputList", "ActionNames"] as const),
    ...(["ResourceArns", "ResourcePolicy", "ResourceOwner", "CallerArn", "ContextEntries"] as const),
    ...(["MaxItems", "Marker"] as const),
  ],
  constraints: { PolicySourceArn: members.arn, ...members.simulation, ...members.paging },
  permissions: (_store, call) => [
    permission(call, "iam:SimulatePrincipalPolicy", call.input.PolicySourceArn ?? "", {}),
  ],
  run: (store, { accountId, input }) => {
    const { PolicySourceArn: arn = "", CallerArn } = input;
    const caller = store.callerFor(arn);
    if (caller?.accountId !== accountId) throw noSuchEntity(`The entity with ARN ${arn} cannot be found.`);
    const isUser = caller.principal.kind === "user";
    if (input.ResourcePolicy !== undefined && !isUser) {
      // AWS evaluates resource policies for users only.
      throw validationError("A resource policy can be simulated for an IAM user only.");
    }
    if (CallerArn !== undefined && CallerArn !== arn) {
      throw validationError("The caller ARN must be the policy source where that is an IAM user.");
    }
    const side = caller.policiesInForce();
    const sides = {
      principal: caller.principal,
      principalSide: {
        ...side,
        identityPolicies: [
          ...side.identityPolicies,
          ...inputPolicies(store, input.PolicyInputList, "identity", accountId, arn),
        ],
        ...inputBoundary(store, input.PermissionsBoundaryPolicyInputList, accountId, arn),
      },
      resourcePolicies: inputResourcePolicy(input.ResourcePolicy, accountId),
      accountId,
    };
    const { items, page } = pageOf(simulate(sides, input), input);
    return { EvaluationResults: items, ...page };
  },
});
