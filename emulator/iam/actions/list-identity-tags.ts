import { ListRoleTags$, type ListRoleTagsRequest, type ListRoleTagsResponse, ListUserTags$ } from "@aws-sdk/client-iam";
import { tagList } from "../answers.ts";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";

/** Tags of a role or user. Errors: NoSuchEntity. Source: IAM API Reference, ListRoleTags, ListUserTags. */
export const listIdentityTags = identityActions<Omit<ListRoleTagsRequest, "RoleName">, ListRoleTagsResponse>(
  { role: ListRoleTags$, user: ListUserTags$ },
  {
    emulates: ["Marker", "MaxItems"],
    constraints: members.paging,
    run: (_store, { input }, { tags }) => {
      const { items, page } = pageOf(tagList(tags), input);
      return { Tags: items, ...page };
    },
  },
);
