import {
  ListEntitiesForPolicy$,
  type ListEntitiesForPolicyRequest,
  type ListEntitiesForPolicyResponse,
} from "@aws-sdk/client-iam";
import type { Identity } from "../entities.ts";
import { policyNotAttachable } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import { thePolicy } from "../managed-policies.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onPolicy } from "../permissions.ts";

/** Roles and users that have a managed policy attached or for boundary. Source: IAM API Reference, ListEntitiesForPolicy. */
export const listEntitiesForPolicy = iamAction<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>({
  schema: ListEntitiesForPolicy$,
  emulates: ["PolicyArn", "EntityFilter", "PathPrefix", "PolicyUsageFilter", "Marker", "MaxItems"],
  constraints: {
    PolicyArn: members.arn,
    EntityFilter: { values: ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"] },
    PathPrefix: members.pathPrefix,
    PolicyUsageFilter: { values: ["PermissionsPolicy", "PermissionsBoundary"] },
    ...members.paging,
  },
  permissions: (store, call) => onPolicy(store, call, "iam:ListEntitiesForPolicy", call.input.PolicyArn),
  run: (store, { accountId, input }) => {
    const { EntityFilter, PathPrefix = "/", PolicyUsageFilter } = input;
    const { arn } = thePolicy(store, accountId, input.PolicyArn, policyNotAttachable);
    const found = new Set<Identity>();
    if (PolicyUsageFilter !== "PermissionsBoundary") {
      for (const each of store.identitiesWith(arn, accountId)) found.add(each);
    }
    if (PolicyUsageFilter !== "PermissionsPolicy") {
      for (const each of store.identitiesBoundedBy(arn, accountId)) found.add(each);
    }
    const wanted = [...found].filter(
      ({ kind, path }) =>
        path.startsWith(PathPrefix) && (EntityFilter === undefined || EntityFilter.toLowerCase() === kind),
    );
    const { items, page } = pageOf(wanted, input);
    return {
      PolicyGroups: [],
      PolicyRoles: items.flatMap(({ kind, name, id }) => (kind === "role" ? { RoleName: name, RoleId: id } : [])),
      PolicyUsers: items.flatMap(({ kind, name, id }) => (kind === "user" ? { UserName: name, UserId: id } : [])),
      ...page,
    };
  },
});
