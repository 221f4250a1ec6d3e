/**
 * What AWS says on the wire about a denial: one cause and no more, and across accounts S3 says only "Access Denied".
 * Sources: IAM guide, troubleshoot_access-denied; S3 guide, troubleshoot-403-errors; reports for KMS.
 */
import { principalText } from "../nearest.ts";
import type { AuthorizationRequest, Decision, PolicyType } from "../types.ts";

export type Denial = Exclude<Decision, { readonly kind: "allowed" }>;

const policyNames: Readonly<Record<PolicyType, string>> = {
  identity: "identity-based policy",
  "permissions-boundary": "permissions boundary",
  session: "session policy",
  "service-control": "service control policy",
  resource: "resource-based policy",
  "resource-control": "resource control policy",
  trust: "role trust policy",
  key: "resource-based policy",
  grant: "resource-based policy",
  acl: "resource-based policy",
};

export function accessDeniedMessage(request: AuthorizationRequest, denial: Denial): string {
  const { action, resource } = request;
  const service = action.split(":")[0]?.toLowerCase();
  if (service === "s3" && !mayHearReasons(request)) return "Access Denied";
  const opening = `User: ${principalText(request.principal)} is not authorized to perform: ${action}`;
  const cause = causeOf(denial);
  if (service === "kms" && denial.kind === "implicitly-denied" && cause.policyType === "key") {
    return `${opening} ${hiddenKey(action)}`;
  }
  const where = service === "s3" ? `"${resource.arn}"` : resource.arn;
  return `${opening} on resource: ${where}${contextOf(cause, action)}`;
}

/** S3 gives reasons within one account or organization. */
function mayHearReasons({ principal, resource, context }: AuthorizationRequest): boolean {
  if ("accountId" in principal && principal.accountId === resource.accountId) return true;
  const organization = context.get("aws:principalorgid")?.[0];
  return organization !== undefined && organization === context.get("aws:resourceorgid")?.[0];
}

interface Cause {
  readonly policyType: PolicyType;
  readonly explicit: boolean;
}

function causeOf(denial: Denial): Cause {
  if (denial.kind === "explicitly-denied") return { policyType: denial.by.policyType, explicit: true };
  return { policyType: denial.missing[0]?.policyType ?? "identity", explicit: false };
}

function contextOf({ policyType, explicit }: Cause, action: string): string {
  const name = policyNames[policyType];
  if (explicit && policyType === "trust") return ` with an explicit deny in the ${name}`;
  if (explicit) return ` with an explicit deny in ${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
  // STS names no cause when the trust policy is silent: the role might not even exist.
  return policyType === "trust" ? "" : ` because no ${name} allows the ${action} action`;
}

/** KMS does not tell whether the key exists. */
function hiddenKey(action: string): string {
  const which = /^kms:(decrypt|reencryptfrom)$/i.test(action)
    ? "on the resource associated with this ciphertext"
    : "on this resource";
  return `${which} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;
}
