import { ListPolicies$, type ListPoliciesRequest, type ListPoliciesResponse } from "@aws-sdk/client-iam";
import { policyAnswer } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onEverything } from "../permissions.ts";

/** The account's managed policies and those of AWS that are known here. Source: IAM API Reference, ListPolicies. */
export const listPolicies = iamAction<ListPoliciesRequest, ListPoliciesResponse>({
  schema: ListPolicies$,
  emulates: ["Scope", "OnlyAttached", "PathPrefix", "PolicyUsageFilter", "Marker", "MaxItems"],
  constraints: {
    Scope: { values: ["All", "AWS", "Local"] },
    PathPrefix: members.pathPrefix,
    PolicyUsageFilter: { values: ["PermissionsPolicy", "PermissionsBoundary"] },
    ...members.paging,
  },
  permissions: (_store, call) => onEverything(call, "iam:ListPolicies"),
  run: (store, { accountId, input }) => {
    const { Scope = "All", PathPrefix = "/", OnlyAttached = false, PolicyUsageFilter } = input;
    const owners = { All: [accountId, "aws"], AWS: ["aws"], Local: [accountId] }[Scope];
    const isUsed = (arn: string) => {
      const attached = store.identitiesWith(arn, accountId).length > 0;
      const bounding = store.identitiesBoundedBy(arn, accountId).length > 0;
      if (PolicyUsageFilter === undefined) return attached || bounding;
      return PolicyUsageFilter === "PermissionsPolicy" ? attached : bounding;
    };
    const filtered = OnlyAttached || PolicyUsageFilter !== undefined;
    const policies = store
      .policies()
      .filter((policy) => owners.includes(policy.accountId) && policy.path.startsWith(PathPrefix))
      .filter(({ arn }) => !filtered || isUsed(arn));
    const { items, page } = pageOf(policies, input);
    return { Policies: items.map((policy) => policyAnswer(store, policy, accountId)), ...page };
  },
});
