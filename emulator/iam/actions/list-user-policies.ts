import { ListUserPolicies$, type ListUserPoliciesRequest, type ListUserPoliciesResponse } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onUser, theUser } from "../permissions.ts";

/** Names of a user's inline policies. Errors: NoSuchEntity. Source: IAM API Reference, ListUserPolicies. */
export const listUserPolicies = iamAction<ListUserPoliciesRequest, ListUserPoliciesResponse>({
  schema: ListUserPolicies$,
  emulates: ["UserName", "Marker", "MaxItems"],
  constraints: { UserName: members.userName, ...members.paging },
  permissions: (store, call) => onUser(store, call, "iam:ListUserPolicies", call.input.UserName),
  run: (store, { accountId, input }) => {
    const user = theUser(store, accountId, input.UserName);
    const { items, page } = pageOf([...user.inlinePolicies.keys()].sort(), input);
    return { PolicyNames: items, ...page };
  },
});
