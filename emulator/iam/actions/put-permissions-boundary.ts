import {
  PutRolePermissionsBoundary$,
  type PutRolePermissionsBoundaryRequest,
  PutUserPermissionsBoundary$,
} from "@aws-sdk/client-iam";
import { checkedBoundary } from "../attachments.ts";
import { identityActions } from "../identity-action.ts";
import * as members from "../members.ts";

/**
 * Sets the policy that bounds what a role or user may do.
 * Errors: NoSuchEntity. Source: IAM API Reference, PutRolePermissionsBoundary, PutUserPermissionsBoundary.
 */
export const putPermissionsBoundary = identityActions<
  Pick<PutRolePermissionsBoundaryRequest, "PermissionsBoundary">,
  void
>(
  { role: PutRolePermissionsBoundary$, user: PutUserPermissionsBoundary$ },
  {
    emulates: ["PermissionsBoundary"],
    constraints: { PermissionsBoundary: members.arn },
    context: ({ PermissionsBoundary }) => ({ "iam:permissionsboundary": PermissionsBoundary }),
    run: (store, { accountId, input }, identity) => {
      store.saveIdentity({ ...identity, boundary: checkedBoundary(store, accountId, input.PermissionsBoundary) });
    },
  },
);
