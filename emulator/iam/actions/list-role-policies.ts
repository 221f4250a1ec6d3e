import { ListRolePolicies$, type ListRolePoliciesRequest, type ListRolePoliciesResponse } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onRole, theRole } from "../permissions.ts";

/** Names of a role's inline policies. Errors: NoSuchEntity. Source: IAM API Reference, ListRolePolicies. */
export const listRolePolicies = iamAction<ListRolePoliciesRequest, ListRolePoliciesResponse>({
  schema: ListRolePolicies$,
  emulates: ["RoleName", "Marker", "MaxItems"],
  constraints: { RoleName: members.roleName, ...members.paging },
  permissions: (store, call) => onRole(store, call, "iam:ListRolePolicies", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    const { items, page } = pageOf([...role.inlinePolicies.keys()].sort(), input);
    return { PolicyNames: items, ...page };
  },
});
