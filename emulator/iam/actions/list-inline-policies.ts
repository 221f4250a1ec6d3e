import {
  ListRolePolicies$,
  type ListRolePoliciesRequest,
  type ListRolePoliciesResponse,
  ListUserPolicies$,
} from "@aws-sdk/client-iam";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";

/**
 * Names of the inline policies of a role or user.
 * Errors: NoSuchEntity. Source: IAM API Reference, ListRolePolicies, ListUserPolicies.
 */
export const listInlinePolicies = identityActions<Omit<ListRolePoliciesRequest, "RoleName">, ListRolePoliciesResponse>(
  { role: ListRolePolicies$, user: ListUserPolicies$ },
  {
    emulates: ["Marker", "MaxItems"],
    constraints: members.paging,
    run: (_store, { input }, identity) => {
      const { items, page } = pageOf([...identity.inlinePolicies.keys()].sort(), input);
      return { PolicyNames: items, ...page };
    },
  },
);
