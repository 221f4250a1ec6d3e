import type { Policy } from "../policy/types.ts";

/**
 * AWS Organizations as far as it decides a request: the policies that bind an account from above, one list a level, root
 * first. Undefined for an account in no organization, and for the management account, which they do not bind.
 */
export interface Organization {
  serviceControlPolicies(accountId: string): readonly (readonly Policy[])[] | undefined;
  resourceControlPolicies(accountId: string): readonly (readonly Policy[])[] | undefined;
  /** `o-…`, for `aws:PrincipalOrgID` and `aws:ResourceOrgID`. */
  organizationId(accountId: string): string | undefined;
  /** `o-…/r-…/ou-…/`, for `aws:PrincipalOrgPaths` and `aws:ResourceOrgPaths`. */
  organizationPath(accountId: string): string | undefined;
}

export const noOrganization: Organization = {
  serviceControlPolicies: () => undefined,
  resourceControlPolicies: () => undefined,
  organizationId: () => undefined,
  organizationPath: () => undefined,
};
