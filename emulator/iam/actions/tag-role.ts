import { TagRole$, type TagRoleRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, requestTagContext, theRole } from "../permissions.ts";
import { withTags } from "../tags.ts";

/** Adds tags to a role or changes them. Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, TagRole. */
export const tagRole = iamAction<TagRoleRequest, void>({
  schema: TagRole$,
  emulates: ["RoleName", "Tags"],
  constraints: { RoleName: members.roleName, Tags: { ...members.tags, required: true } },
  permissions: (store, call) =>
    onRole(store, call, "iam:TagRole", call.input.RoleName, requestTagContext(call.input.Tags)),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    store.saveIdentity({ ...role, tags: withTags(role.tags, input.Tags) });
  },
});
