import { TagRole$, type TagRoleRequest, TagUser$ } from "@aws-sdk/client-iam";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";
import { requestTagContext } from "../permissions.ts";
import { withTags } from "../tags.ts";

/**
 * Adds or changes tags of a role or user.
 * Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, TagRole, TagUser.
 */
export const tagIdentity = identityActions<Pick<TagRoleRequest, "Tags">, void>(
  { role: TagRole$, user: TagUser$ },
  {
    emulates: ["Tags"],
    constraints: { Tags: { ...members.tags, required: true } },
    context: ({ Tags }) => requestTagContext(Tags),
    run: (store, { input }, identity) => {
      store.saveIdentity({ ...identity, tags: withTags(identity.tags, input.Tags) });
    },
  },
);
