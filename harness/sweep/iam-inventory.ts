import {
  paginateListPolicies,
  paginateListPolicyTags,
  paginateListRoles,
  paginateListRoleTags,
  paginateListUsers,
  paginateListUserTags,
} from "@aws-sdk/client-iam";
import { policyArn, removePolicy, removeRole, removeUser } from "../removal/iam.ts";
import { itemsOf } from "../removal/pages.ts";
import { byName, type Inventory, namesFrom, tagsFrom, unlessMissing } from "./inventory.ts";

const noSuchEntity = ["NoSuchEntityException", "NoSuchEntity"];

export const roles: Inventory = {
  kind: "role",
  isGlobal: true,
  list: async ({ clients: { iam: client } }, prefix) => {
    const all = await itemsOf(paginateListRoles({ client }, {}), ({ Roles }) => Roles);
    return namesFrom(
      prefix,
      all.map(({ RoleName }) => RoleName),
    );
  },
  named: byName,
  tags: ({ clients: { iam: client } }, { id: RoleName }) =>
    unlessMissing(noSuchEntity, async () =>
      tagsFrom(await itemsOf(paginateListRoleTags({ client }, { RoleName }), ({ Tags }) => Tags)),
    ),
  remove: removeRole,
};

export const users: Inventory = {
  kind: "user",
  isGlobal: true,
  list: async ({ clients: { iam: client } }, prefix) => {
    const all = await itemsOf(paginateListUsers({ client }, {}), ({ Users }) => Users);
    return namesFrom(
      prefix,
      all.map(({ UserName }) => UserName),
    );
  },
  named: byName,
  tags: ({ clients: { iam: client } }, { id: UserName }) =>
    unlessMissing(noSuchEntity, async () =>
      tagsFrom(await itemsOf(paginateListUserTags({ client }, { UserName }), ({ Tags }) => Tags)),
    ),
  remove: removeUser,
};

export const policies: Inventory = {
  kind: "policy",
  isGlobal: true,
  list: async ({ clients: { iam: client } }, prefix) => {
    const all = await itemsOf(paginateListPolicies({ client }, { Scope: "Local" }), ({ Policies }) => Policies);
    return namesFrom(
      prefix,
      all.map(({ PolicyName }) => PolicyName),
    );
  },
  named: byName,
  tags: (site, { id }) =>
    unlessMissing(noSuchEntity, async () =>
      tagsFrom(
        await itemsOf(
          paginateListPolicyTags({ client: site.clients.iam }, { PolicyArn: policyArn(site, id) }),
          ({ Tags }) => Tags,
        ),
      ),
    ),
  remove: removePolicy,
};
