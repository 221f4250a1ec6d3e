import { attachRolePolicy } from "./actions/attach-role-policy.ts";
import { attachUserPolicy } from "./actions/attach-user-policy.ts";
import { createAccessKey } from "./actions/create-access-key.ts";
import { createAccountAlias } from "./actions/create-account-alias.ts";
import { createOpenIdConnectProvider } from "./actions/create-open-id-connect-provider.ts";
import { createPolicy } from "./actions/create-policy.ts";
import { createPolicyVersion } from "./actions/create-policy-version.ts";
import { createRole } from "./actions/create-role.ts";
import { createUser } from "./actions/create-user.ts";
import { deleteAccessKey } from "./actions/delete-access-key.ts";
import { deleteAccountAlias } from "./actions/delete-account-alias.ts";
import { deleteOpenIdConnectProvider } from "./actions/delete-open-id-connect-provider.ts";
import { deletePolicy } from "./actions/delete-policy.ts";
import { deletePolicyVersion } from "./actions/delete-policy-version.ts";
import { deleteRole } from "./actions/delete-role.ts";
import { deleteRolePermissionsBoundary } from "./actions/delete-role-permissions-boundary.ts";
import { deleteRolePolicy } from "./actions/delete-role-policy.ts";
import { deleteUser } from "./actions/delete-user.ts";
import { deleteUserPermissionsBoundary } from "./actions/delete-user-permissions-boundary.ts";
import { deleteUserPolicy } from "./actions/delete-user-policy.ts";
import { detachRolePolicy } from "./actions/detach-role-policy.ts";
import { detachUserPolicy } from "./actions/detach-user-policy.ts";
import { getAccessKeyLastUsed } from "./actions/get-access-key-last-used.ts";
import { getOpenIdConnectProvider } from "./actions/get-open-id-connect-provider.ts";
import { getPolicy } from "./actions/get-policy.ts";
import { getPolicyVersion } from "./actions/get-policy-version.ts";
import { getRole } from "./actions/get-role.ts";
import { getRolePolicy } from "./actions/get-role-policy.ts";
import { getUser } from "./actions/get-user.ts";
import { getUserPolicy } from "./actions/get-user-policy.ts";
import { listAccessKeys } from "./actions/list-access-keys.ts";
import { listAccountAliases } from "./actions/list-account-aliases.ts";
import { listAttachedRolePolicies } from "./actions/list-attached-role-policies.ts";
import { listAttachedUserPolicies } from "./actions/list-attached-user-policies.ts";
import { listEntitiesForPolicy } from "./actions/list-entities-for-policy.ts";
import { listGroupsForUser } from "./actions/list-groups-for-user.ts";
import { listInstanceProfilesForRole } from "./actions/list-instance-profiles-for-role.ts";
import { listOpenIdConnectProviders } from "./actions/list-open-id-connect-providers.ts";
import { listPolicies } from "./actions/list-policies.ts";
import { listPolicyTags } from "./actions/list-policy-tags.ts";
import { listPolicyVersions } from "./actions/list-policy-versions.ts";
import { listRolePolicies } from "./actions/list-role-policies.ts";
import { listRoleTags } from "./actions/list-role-tags.ts";
import { listRoles } from "./actions/list-roles.ts";
import { listUserPolicies } from "./actions/list-user-policies.ts";
import { listUserTags } from "./actions/list-user-tags.ts";
import { listUsers } from "./actions/list-users.ts";
import { putRolePermissionsBoundary } from "./actions/put-role-permissions-boundary.ts";
import { putRolePolicy } from "./actions/put-role-policy.ts";
import { putUserPermissionsBoundary } from "./actions/put-user-permissions-boundary.ts";
import { putUserPolicy } from "./actions/put-user-policy.ts";
import { setDefaultPolicyVersion } from "./actions/set-default-policy-version.ts";
import { simulateCustomPolicy } from "./actions/simulate-custom-policy.ts";
import { simulatePrincipalPolicy } from "./actions/simulate-principal-policy.ts";
import { tagPolicy } from "./actions/tag-policy.ts";
import { tagRole } from "./actions/tag-role.ts";
import { tagUser } from "./actions/tag-user.ts";
import { untagPolicy } from "./actions/untag-policy.ts";
import { untagRole } from "./actions/untag-role.ts";
import { untagUser } from "./actions/untag-user.ts";
import { updateAccessKey } from "./actions/update-access-key.ts";
import { updateAssumeRolePolicy } from "./actions/update-assume-role-policy.ts";
import { updateRole } from "./actions/update-role.ts";
import { updateRoleDescription } from "./actions/update-role-description.ts";
import { updateUser } from "./actions/update-user.ts";

/** Every operation of IAM that is emulated. */
export const iamActions = [
  attachRolePolicy,
  attachUserPolicy,
  createAccessKey,
  createAccountAlias,
  createPolicyVersion,
  createPolicy,
  createRole,
  createUser,
  deleteAccessKey,
  deleteAccountAlias,
  deletePolicyVersion,
  deletePolicy,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  deleteRole,
  deleteUserPermissionsBoundary,
  deleteUserPolicy,
  deleteUser,
  detachRolePolicy,
  detachUserPolicy,
  getAccessKeyLastUsed,
  getPolicyVersion,
  getPolicy,
  getRolePolicy,
  getRole,
  getUserPolicy,
  getUser,
  listAccessKeys,
  listAccountAliases,
  listAttachedRolePolicies,
  listAttachedUserPolicies,
  listEntitiesForPolicy,
  listGroupsForUser,
  listInstanceProfilesForRole,
  listPolicies,
  listPolicyTags,
  listPolicyVersions,
  listRolePolicies,
  listRoleTags,
  listRoles,
  listUserPolicies,
  listUserTags,
  listUsers,
  putRolePermissionsBoundary,
  putRolePolicy,
  putUserPermissionsBoundary,
  putUserPolicy,
  setDefaultPolicyVersion,
  simulateCustomPolicy,
  simulatePrincipalPolicy,
  tagPolicy,
  tagRole,
  tagUser,
  untagPolicy,
  untagRole,
  untagUser,
  updateAccessKey,
  updateAssumeRolePolicy,
  updateRoleDescription,
  updateRole,
  updateUser,
  createOpenIdConnectProvider,
  deleteOpenIdConnectProvider,
  getOpenIdConnectProvider,
  listOpenIdConnectProviders,
] as const;
