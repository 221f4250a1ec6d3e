import { UntagRole$, type UntagRoleRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";
import { withoutTags } from "../tags.ts";

/** Removes tags of a role; keys that it does not have are passed over. Source: IAM API Reference, UntagRole. */
export const untagRole = iamAction<UntagRoleRequest, void>({
  schema: UntagRole$,
  emulates: ["RoleName", "TagKeys"],
  constraints: { RoleName: members.roleName, TagKeys: members.tagKeys },
  permissions: (store, call) =>
    onRole(store, call, "iam:UntagRole", call.input.RoleName, { "aws:tagkeys": call.input.TagKeys ?? [] }),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    store.saveIdentity({ ...role, tags: withoutTags(role.tags, input.TagKeys) });
  },
});
