import {
  ListAttachedRolePolicies$,
  type ListAttachedRolePoliciesRequest,
  type ListAttachedRolePoliciesResponse,
  ListAttachedUserPolicies$,
} from "@aws-sdk/client-iam";
import { attachedAnswer } from "../attachments.ts";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";

/**
 * Managed policies of a role or user.
 * Errors: NoSuchEntity. Source: IAM API Reference, ListAttachedRolePolicies, ListAttachedUserPolicies.
 */
export const listAttachedPolicies = identityActions<
  Omit<ListAttachedRolePoliciesRequest, "RoleName">,
  ListAttachedRolePoliciesResponse
>(
  { role: ListAttachedRolePolicies$, user: ListAttachedUserPolicies$ },
  {
    emulates: ["PathPrefix", "Marker", "MaxItems"],
    constraints: { PathPrefix: members.pathPrefix, ...members.paging },
    run: (store, { input }, identity) => {
      const { items, page } = pageOf(attachedAnswer(store, identity, input.PathPrefix), input);
      return { AttachedPolicies: items, ...page };
    },
  },
);
