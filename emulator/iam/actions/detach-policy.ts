import { DetachRolePolicy$, type DetachRolePolicyRequest, DetachUserPolicy$ } from "@aws-sdk/client-iam";
import { detach } from "../attachments.ts";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";
import { boundaryContext } from "../permissions.ts";

/**
 * Detaches a managed policy from a role or user.
 * Errors: NoSuchEntity. Source: IAM API Reference, DetachRolePolicy, DetachUserPolicy.
 */
export const detachPolicy = identityActions<Pick<DetachRolePolicyRequest, "PolicyArn">, void>(
  { role: DetachRolePolicy$, user: DetachUserPolicy$ },
  {
    emulates: ["PolicyArn"],
    constraints: { PolicyArn: members.arn },
    context: ({ PolicyArn }, identity) => ({ ...boundaryContext(identity), "iam:policyarn": PolicyArn }),
    run: (store, { input }, identity) => detach(store, identity, input.PolicyArn),
  },
);
