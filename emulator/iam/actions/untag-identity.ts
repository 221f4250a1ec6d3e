import { UntagRole$, type UntagRoleRequest, UntagUser$ } from "@aws-sdk/client-iam";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";
import { withoutTags } from "../tags.ts";

/**
 * Removes tags of a role or user; keys that it does not have are ignored.
 * Errors: NoSuchEntity. Source: IAM API Reference, UntagRole, UntagUser.
 */
export const untagIdentity = identityActions<Pick<UntagRoleRequest, "TagKeys">, void>(
  { role: UntagRole$, user: UntagUser$ },
  {
    emulates: ["TagKeys"],
    constraints: { TagKeys: members.tagKeys },
    context: ({ TagKeys }) => ({ "aws:tagkeys": TagKeys ?? [] }),
    run: (store, { input }, identity) => {
      store.saveIdentity({ ...identity, tags: withoutTags(identity.tags, input.TagKeys) });
    },
  },
);
