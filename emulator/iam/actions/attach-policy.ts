import { AttachRolePolicy$, type AttachRolePolicyRequest, AttachUserPolicy$ } from "@aws-sdk/client-iam";
import { attach } from "../attachments.ts";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";
import { boundaryContext } from "../permissions.ts";

/**
 * Attaches a managed policy of the account or of AWS to a role or user.
 * Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, AttachRolePolicy, AttachUserPolicy.
 */
export const attachPolicy = identityActions<Pick<AttachRolePolicyRequest, "PolicyArn">, void>(
  { role: AttachRolePolicy$, user: AttachUserPolicy$ },
  {
    emulates: ["PolicyArn"],
    constraints: { PolicyArn: members.arn },
    context: ({ PolicyArn }, identity) => ({ ...boundaryContext(identity), "iam:policyarn": PolicyArn }),
    run: (store, { input }, identity) => attach(store, identity, input.PolicyArn),
  },
);
