import { UpdateUser$, type UpdateUserRequest } from "@aws-sdk/client-iam";
import { identityExists } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { identityArn, onUser, permission, theUser } from "../permissions.ts";

/**
 * Renames or moves a user, who keeps its id. Needs the permission on the old name and on the new.
 * Errors: NoSuchEntity, EntityAlreadyExists. Source: IAM API Reference, UpdateUser.
 */
export const updateUser = iamAction<UpdateUserRequest, void>({
  schema: UpdateUser$,
  emulates: ["UserName", "NewPath", "NewUserName"],
  constraints: {
    UserName: members.userName,
    NewPath: members.path,
    NewUserName: { ...members.userName, required: false },
  },
  permissions: (store, call) => {
    const { UserName = "", NewUserName = UserName, NewPath } = call.input;
    const path = NewPath ?? store.findIdentity("user", call.accountId, UserName)?.path ?? "/";
    const target = identityArn(call, "user", call.accountId, path, NewUserName);
    return [...onUser(store, call, "iam:UpdateUser", UserName), permission(call, "iam:UpdateUser", target, {})];
  },
  run: (store, { accountId, input }) => {
    const user = theUser(store, accountId, input.UserName);
    const { NewUserName: name = user.name, NewPath: path = user.path } = input;
    const isRenamed = name.toLowerCase() !== user.name.toLowerCase();
    if (isRenamed && store.isTaken("user", accountId, name)) throw identityExists("user", name);
    store.renameUser(user, { ...user, name, path, arn: identityArn(store, "user", accountId, path, name) });
  },
});
