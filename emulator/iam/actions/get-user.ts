import { GetUser$, type GetUserRequest, type GetUserResponse } from "@aws-sdk/client-iam";
import { boundaryAnswer, tagsAnswer, userAnswer } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser, permission, theUser } from "../permissions.ts";
import { userNameOf } from "../user-of-call.ts";

/**
 * One user, the calling one where none is named; the root user sees its account.
 * Errors: NoSuchEntity. Source: IAM API Reference, GetUser.
 */
export const getUser = iamAction<GetUserRequest, GetUserResponse>({
  schema: GetUser$,
  emulates: ["UserName"],
  constraints: { UserName: { ...members.userName, required: false } },
  permissions: (store, call) => {
    const { principal } = call.caller;
    if (call.input.UserName === undefined && principal.kind === "root") {
      return [permission(call, "iam:GetUser", principal.arn, {})];
    }
    return onUser(store, call, "iam:GetUser", userNameOf(store, call));
  },
  run: (store, call) => {
    const { accountId, caller, input } = call;
    if (input.UserName === undefined && caller.principal.kind === "root") {
      const { arn: Arn } = caller.principal;
      return { User: { Path: undefined, UserName: undefined, UserId: accountId, Arn, CreateDate: rootSince } };
    }
    const user = theUser(store, accountId, userNameOf(store, call));
    return { User: { ...userAnswer(user), ...boundaryAnswer(user), ...tagsAnswer(user.tags) } };
  },
});

/** Accounts of the emulator have no date of their own. */
const rootSince = new Date(Date.UTC(2024, 0, 1));
