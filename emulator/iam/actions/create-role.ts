import { CreateRole$, type CreateRoleRequest, type CreateRoleResponse } from "@aws-sdk/client-iam";
import { boundaryAnswer, roleAnswer, tagsAnswer } from "../answers.ts";
import { checkedBoundary } from "../attachments.ts";
import { trustDocument } from "../documents.ts";
import { identityExists, invalidInput } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { identityArn, permission, requestTagContext } from "../permissions.ts";
import { withTags } from "../tags.ts";

/**
 * Makes a role. Principals of its trust policy must exist; they are kept by unique id.
 * Errors: EntityAlreadyExists, MalformedPolicyDocument, NoSuchEntity (boundary), LimitExceeded.
 * Source: IAM API Reference, CreateRole.
 */
export const createRole = iamAction<CreateRoleRequest, CreateRoleResponse>({
  schema: CreateRole$,
  emulates: [
    ...(["Path", "RoleName", "AssumeRolePolicyDocument", "Description"] as const),
    ...(["MaxSessionDuration", "PermissionsBoundary", "Tags"] as const),
  ],
  constraints: {
    Path: members.path,
    RoleName: members.roleName,
    AssumeRolePolicyDocument: members.policyDocument,
    Description: members.roleDescription,
    MaxSessionDuration: members.maxSessionDuration,
    PermissionsBoundary: { ...members.arn, required: false },
    Tags: members.tags,
  },
  permissions: (_store, call) => {
    const { Path = "/", RoleName = "", PermissionsBoundary, Tags } = call.input;
    const context = { ...requestTagContext(Tags), "iam:permissionsboundary": PermissionsBoundary };
    const create = permission(
      call,
      "iam:CreateRole",
      identityArn(call, "role", call.accountId, Path, RoleName),
      context,
    );
    return Tags === undefined || Tags.length === 0 ? [create] : [create, { ...create, action: "iam:TagRole" }];
  },
  run: (store, { accountId, input, now }) => {
    const { Path: path = "/", RoleName: name = "", Description: description } = input;
    // The text is not documented; we choose it. AWS makes such roles itself, and organizations do not bind them.
    if (path.startsWith("/aws-service-role/")) throw invalidInput("The path /aws-service-role/ is reserved.");
    if (store.isTaken("role", accountId, name)) throw identityExists("role", name);
    const arn = identityArn(store, "role", accountId, path, name);
    const trustPolicy = trustDocument(store, input.AssumeRolePolicyDocument);
    const role = {
      kind: "role",
      accountId,
      name,
      path,
      id: store.newRoleId(arn),
      arn,
      createdAtMs: now,
      description,
      maxSessionSeconds: input.MaxSessionDuration ?? 3600,
      trustPolicy,
      tags: withTags(new Map(), input.Tags),
      inlinePolicies: new Map(),
      attachedPolicies: [],
      boundary: checkedBoundary(store, accountId, input.PermissionsBoundary),
    } as const;
    store.saveIdentity(role);
    return { Role: { ...roleAnswer(store, role), ...tagsAnswer(role.tags), ...boundaryAnswer(role) } };
  },
});
