import { ListRoleTags$, type ListRoleTagsRequest, type ListRoleTagsResponse } from "@aws-sdk/client-iam";
import { tagList } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onRole, theRole } from "../permissions.ts";

/** Tags of a role. Errors: NoSuchEntity. Source: IAM API Reference, ListRoleTags. */
export const listRoleTags = iamAction<ListRoleTagsRequest, ListRoleTagsResponse>({
  schema: ListRoleTags$,
  emulates: ["RoleName", "Marker", "MaxItems"],
  constraints: { RoleName: members.roleName, ...members.paging },
  permissions: (store, call) => onRole(store, call, "iam:ListRoleTags", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const { items, page } = pageOf(tagList(theRole(store, accountId, input.RoleName).tags), input);
    return { Tags: items, ...page };
  },
});
