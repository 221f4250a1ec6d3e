import {
  ListInstanceProfilesForRole$,
  type ListInstanceProfilesForRoleRequest,
  type ListInstanceProfilesForRoleResponse,
} from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onRole, theRole } from "../permissions.ts";

/**
 * Always empty: instance profiles cannot be made here. Terraform asks before it deletes a role.
 * Source: IAM API Reference, ListInstanceProfilesForRole.
 */
export const listInstanceProfilesForRole = iamAction<
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse
>({
  schema: ListInstanceProfilesForRole$,
  emulates: ["RoleName", "Marker", "MaxItems"],
  constraints: { RoleName: members.roleName, ...members.paging },
  permissions: (store, call) => onRole(store, call, "iam:ListInstanceProfilesForRole", call.input.RoleName),
  run: (store, { accountId, input }) => {
    theRole(store, accountId, input.RoleName);
    const { items, page } = pageOf<never>([], input);
    return { InstanceProfiles: items, ...page };
  },
});
