import {
  GetRolePolicy$,
  type GetRolePolicyRequest,
  type GetRolePolicyResponse,
  GetUserPolicy$,
  type GetUserPolicyResponse,
} from "@aws-sdk/client-iam";
import { encoded } from "../documents.ts";
import { identityActions } from "../identity-action.ts";
import { inlinePolicy } from "../inline-policies.ts";
import * as members from "../members.ts";

/** An inline policy of a role or user. Errors: NoSuchEntity. Source: IAM API Reference, GetRolePolicy, GetUserPolicy. */
export const getInlinePolicy = identityActions<
  Pick<GetRolePolicyRequest, "PolicyName">,
  Partial<GetRolePolicyResponse & GetUserPolicyResponse>
>(
  { role: GetRolePolicy$, user: GetUserPolicy$ },
  {
    emulates: ["PolicyName"],
    constraints: { PolicyName: members.policyName },
    run: (_store, { input: { PolicyName } }, identity) => ({
      ...(identity.kind === "role" ? { RoleName: identity.name } : { UserName: identity.name }),
      PolicyName,
      PolicyDocument: encoded(inlinePolicy(identity, PolicyName).source),
    }),
  },
);
