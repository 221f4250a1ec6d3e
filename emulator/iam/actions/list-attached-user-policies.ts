import {
  ListAttachedUserPolicies$,
  type ListAttachedUserPoliciesRequest,
  type ListAttachedUserPoliciesResponse,
} from "@aws-sdk/client-iam";
import { attachedAnswer } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onUser, theUser } from "../permissions.ts";

/** Managed policies of a user. Errors: NoSuchEntity. Source: IAM API Reference, ListAttachedUserPolicies. */
export const listAttachedUserPolicies = iamAction<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse>({
  schema: ListAttachedUserPolicies$,
  emulates: ["UserName", "PathPrefix", "Marker", "MaxItems"],
  constraints: { UserName: members.userName, PathPrefix: members.pathPrefix, ...members.paging },
  permissions: (store, call) => onUser(store, call, "iam:ListAttachedUserPolicies", call.input.UserName),
  run: (store, { accountId, input }) => {
    const user = theUser(store, accountId, input.UserName);
    const { items, page } = pageOf(attachedAnswer(store, user, input.PathPrefix), input);
    return { AttachedPolicies: items, ...page };
  },
});
