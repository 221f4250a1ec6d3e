import {
  ListInstanceProfilesForRole$,
  type ListInstanceProfilesForRoleRequest,
  type ListInstanceProfilesForRoleResponse,
} from "@aws-sdk/client-iam";
import { identityAction } from "../identity-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";

/**
 * Always empty: instance profiles cannot be made here. Terraform asks before it deletes a role.
 * Source: IAM API Reference, ListInstanceProfilesForRole.
 */
export const listInstanceProfilesForRole = identityAction<
  "role",
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse
>("role", ListInstanceProfilesForRole$, {
  emulates: ["Marker", "MaxItems"],
  constraints: members.paging,
  run: (_store, { input }) => {
    const { items, page } = pageOf<never>([], input);
    return { InstanceProfiles: items, ...page };
  },
});
