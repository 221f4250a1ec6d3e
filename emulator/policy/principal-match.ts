/** Whether a Principal or NotPrincipal element means the requester, and how directly it names it. */
import { partitionOfArn } from "./arns.ts";
import type { AuthorizationRequest, Principal, PrincipalElement, PrincipalEntry, Statement } from "./types.ts";

/**
 * `account`: the requester's account is named, which delegates to its own policies.
 * `role`: the role of the session is named; boundary and session policies still limit it.
 * `direct`: the user, the session, the service or everyone is named.
 * Source: IAM guide, reference_policies_evaluation-logic, "Evaluating resource-based policies".
 */
export type PrincipalMatch = "none" | "account" | "role" | "direct";

const strength = { none: 0, account: 1, role: 2, direct: 3 } as const;

export function stronger(one: PrincipalMatch, other: PrincipalMatch): PrincipalMatch {
  return strength[one] >= strength[other] ? one : other;
}

/** How a statement of a resource policy means the requester. A statement without a principal means nobody. */
export function matchPrincipal(statement: Statement, request: AuthorizationRequest): PrincipalMatch {
  if (statement.principal !== undefined) return matchElement(statement.principal, request);
  if (statement.notPrincipal !== undefined) return matchNegated(statement, statement.notPrincipal, request);
  return "none";
}

function matchElement(element: PrincipalElement, request: AuthorizationRequest): PrincipalMatch {
  if (element.kind === "everyone") return "direct";
  let best: PrincipalMatch = "none";
  for (const entry of element.entries) best = stronger(best, matchEntry(entry, request));
  return best;
}

function matchEntry(entry: PrincipalEntry, { principal, canonicalUserId }: AuthorizationRequest): PrincipalMatch {
  switch (entry.kind) {
    case "everyone":
      return "direct";
    case "account":
      return "accountId" in principal && isAccountOf(entry, principal) ? "account" : "none";
    case "canonical-user":
      return canonicalUserId !== undefined && canonicalUserId === entry.id ? "account" : "none";
    case "service":
      return principal.kind === "service" && principal.service === entry.service ? "direct" : "none";
    case "unique-id":
      if (principal.kind === "user") return principal.userId === entry.id ? "direct" : "none";
      return principal.kind === "assumed-role" && principal.roleId === entry.id ? "role" : "none";
    case "arn":
      if (principal.kind === "user") return principal.arn === entry.arn ? "direct" : "none";
      if (principal.kind !== "assumed-role") return "none";
      return principal.arn === entry.arn ? "direct" : principal.roleArn === entry.arn ? "role" : "none";
    case "federated":
      return principal.kind === "federated" && principal.provider === entry.provider ? "direct" : "none";
  }
}

/** Accounts of two partitions have nothing to do with each other, whatever their digits. */
function isAccountOf(
  { accountId, arn }: Extract<PrincipalEntry, { kind: "account" }>,
  principal: Extract<Principal, { accountId: string }>,
): boolean {
  if (principal.accountId !== accountId) return false;
  return arn === undefined || partitionOfArn(arn) === partitionOfArn(principal.arn);
}

/**
 * Deny with NotPrincipal spares a requester only when its account, its user or role, and its session are all listed
 * ("AWS might validate the account first, then the role, and then the assumed-role user"), and never one with a
 * permissions boundary (IAM guide, reference_policies_elements_notprincipal and access_policies_boundaries).
 * Allow with NotPrincipal is not supported by AWS; a stored one allows only who is listed at no level.
 */
function matchNegated(statement: Statement, listed: PrincipalElement, request: AuthorizationRequest): PrincipalMatch {
  const spared = statement.effect === "Deny" ? isSpared(listed, request) : matchElement(listed, request) !== "none";
  return spared ? "none" : "direct";
}

/** Who of account, role and session a NotPrincipal element has still to list to spare the requester; ARNs. */
export function missingFromNotPrincipal(element: PrincipalElement, request: AuthorizationRequest): readonly string[] {
  const { principal } = request;
  if (element.kind === "everyone" || !("accountId" in principal)) return [];
  const lists = (match: PrincipalMatch) => element.entries.some((entry) => matchEntry(entry, request) === match);
  const account = lists("account") ? [] : [`arn:${partitionOfArn(principal.arn)}:iam::${principal.accountId}:root`];
  const role = principal.kind !== "assumed-role" || lists("role") ? [] : [principal.roleArn];
  const itself = principal.kind === "root" || lists("direct") ? [] : [principal.arn];
  return [...account, ...role, ...itself];
}

function isSpared(listed: PrincipalElement, request: AuthorizationRequest): boolean {
  if (listed.kind === "everyone") return true;
  if (request.principalSide.permissionsBoundary !== undefined) return false;
  const lists = (match: PrincipalMatch) => listed.entries.some((entry) => matchEntry(entry, request) === match);
  switch (request.principal.kind) {
    case "service":
    case "federated":
    case "anonymous":
      return lists("direct");
    case "root":
      return lists("account");
    case "user":
      return lists("account") && lists("direct");
    case "assumed-role":
      return lists("account") && lists("role") && lists("direct");
  }
}
