import {
  ListAttachedRolePolicies$,
  type ListAttachedRolePoliciesRequest,
  type ListAttachedRolePoliciesResponse,
} from "@aws-sdk/client-iam";
import { attachedAnswer } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onRole, theRole } from "../permissions.ts";

/** Managed policies of a role. Errors: NoSuchEntity. Source: IAM API Reference, ListAttachedRolePolicies. */
export const listAttachedRolePolicies = iamAction<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>({
  schema: ListAttachedRolePolicies$,
  emulates: ["RoleName", "PathPrefix", "Marker", "MaxItems"],
  constraints: { RoleName: members.roleName, PathPrefix: members.pathPrefix, ...members.paging },
  permissions: (store, call) => onRole(store, call, "iam:ListAttachedRolePolicies", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    const { items, page } = pageOf(attachedAnswer(store, role, input.PathPrefix), input);
    return { AttachedPolicies: items, ...page };
  },
});
