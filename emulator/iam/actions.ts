import { attachRolePolicy } from "./actions/attach-role-policy.ts";
import { attachUserPolicy } from "./actions/attach-user-policy.ts";
import { createAccessKey } from "./actions/create-access-key.ts";
import { createRole } from "./actions/create-role.ts";
import { createUser } from "./actions/create-user.ts";
import { deleteRole } from "./actions/delete-role.ts";
import { deleteRolePermissionsBoundary } from "./actions/delete-role-permissions-boundary.ts";
import { deleteRolePolicy } from "./actions/delete-role-policy.ts";
import { deleteUser } from "./actions/delete-user.ts";
import { deleteUserPermissionsBoundary } from "./actions/delete-user-permissions-boundary.ts";
import { deleteUserPolicy } from "./actions/delete-user-policy.ts";
import { detachRolePolicy } from "./actions/detach-role-policy.ts";
import { detachUserPolicy } from "./actions/detach-user-policy.ts";
import { getRole } from "./actions/get-role.ts";
import { getRolePolicy } from "./actions/get-role-policy.ts";
import { getUserPolicy } from "./actions/get-user-policy.ts";
import { listAttachedRolePolicies } from "./actions/list-attached-role-policies.ts";
import { listAttachedUserPolicies } from "./actions/list-attached-user-policies.ts";
import { listRolePolicies } from "./actions/list-role-policies.ts";
import { listRoleTags } from "./actions/list-role-tags.ts";
import { listUserPolicies } from "./actions/list-user-policies.ts";
import { listUserTags } from "./actions/list-user-tags.ts";
import { putRolePermissionsBoundary } from "./actions/put-role-permissions-boundary.ts";
import { putRolePolicy } from "./actions/put-role-policy.ts";
import { putUserPermissionsBoundary } from "./actions/put-user-permissions-boundary.ts";
import { putUserPolicy } from "./actions/put-user-policy.ts";
import { tagRole } from "./actions/tag-role.ts";
import { tagUser } from "./actions/tag-user.ts";
import { untagRole } from "./actions/untag-role.ts";
import { untagUser } from "./actions/untag-user.ts";

/** Every operation of IAM that is emulated. */
export const iamActions = [
  attachRolePolicy,
  attachUserPolicy,
  createAccessKey,
  createRole,
  createUser,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  deleteRole,
  deleteUserPermissionsBoundary,
  deleteUserPolicy,
  deleteUser,
  detachRolePolicy,
  detachUserPolicy,
  getRolePolicy,
  getRole,
  getUserPolicy,
  listAttachedRolePolicies,
  listAttachedUserPolicies,
  listRolePolicies,
  listRoleTags,
  listUserPolicies,
  listUserTags,
  putRolePermissionsBoundary,
  putRolePolicy,
  putUserPermissionsBoundary,
  putUserPolicy,
  tagRole,
  tagUser,
  untagRole,
  untagUser,
] as const;
