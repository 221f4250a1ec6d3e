import { CreateUser$, type CreateUserRequest, type CreateUserResponse } from "@aws-sdk/client-iam";
import { boundaryAnswer, tagsAnswer, userAnswer } from "../answers.ts";
import { checkedBoundary } from "../attachments.ts";
import { identityExists } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { identityArn, permission, requestTagContext } from "../permissions.ts";
import { withTags } from "../tags.ts";

/**
 * Makes a user without credentials. Errors: EntityAlreadyExists, NoSuchEntity (boundary).
 * Source: IAM API Reference, CreateUser.
 */
export const createUser = iamAction<CreateUserRequest, CreateUserResponse>({
  schema: CreateUser$,
  emulates: ["Path", "UserName", "PermissionsBoundary", "Tags"],
  constraints: {
    Path: members.path,
    UserName: members.userName,
    PermissionsBoundary: { ...members.arn, required: false },
    Tags: members.tags,
  },
  permissions: (_store, call) => {
    const { Path = "/", UserName = "", PermissionsBoundary, Tags } = call.input;
    const context = { ...requestTagContext(Tags), "iam:permissionsboundary": PermissionsBoundary };
    const create = permission(
      call,
      "iam:CreateUser",
      identityArn(call, "user", call.accountId, Path, UserName),
      context,
    );
    return Tags === undefined || Tags.length === 0 ? [create] : [create, { ...create, action: "iam:TagUser" }];
  },
  run: (store, { accountId, input, now }) => {
    const { Path: path = "/", UserName: name = "" } = input;
    if (store.isTaken("user", accountId, name)) throw identityExists("user", name);
    const user = {
      kind: "user",
      accountId,
      name,
      path,
      id: store.random.awsId("AIDA", 21),
      arn: identityArn(store, "user", accountId, path, name),
      createdAtMs: now,
      tags: withTags(new Map(), input.Tags),
      inlinePolicies: new Map(),
      attachedPolicies: [],
      boundary: checkedBoundary(store, accountId, input.PermissionsBoundary),
    } as const;
    store.saveIdentity(user);
    return { User: { ...userAnswer(user), ...tagsAnswer(user.tags), ...boundaryAnswer(user) } };
  },
});
