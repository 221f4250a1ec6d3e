/**
 * Decides one request as AWS does: any explicit deny ends it; organization policies, boundary and session policies
 * only limit; within one account identity or resource policy gives access, across accounts both must.
 * Source: IAM guide, reference_policies_evaluation-logic and reference_policies_evaluation-logic-cross-account.
 */
import { explainDenial } from "./denial.ts";
import { type Findings, findAllows, findDeny, hasOwnSide, isCrossAccount } from "./layers.ts";
import type { AuthorizationRequest, Decision, StatementRef } from "./types.ts";

/** Throws nothing for documents that `parsePolicy` made. */
export function decide(request: AuthorizationRequest): Decision {
  const action = request.action.toLowerCase();
  const deny = findDeny(request, action);
  if (deny !== undefined) return { kind: "explicitly-denied", by: deny };
  const findings = findAllows(request, action);
  const by = allowedBy(request, findings);
  return by === undefined ? explainDenial(request, findings) : { kind: "allowed", by };
}

/** The statements that give access (none for the root user in its own account); undefined when a side is missing. */
function allowedBy(request: AuthorizationRequest, findings: Findings): readonly StatementRef[] | undefined {
  const { identity, boundary, session, resource, serviceControl } = findings;
  if (serviceControl?.includes(undefined)) return undefined;
  if (!hasOwnSide(request)) return resource.match === "direct" ? references(resource.by) : undefined;
  const withinLimits = boundary !== undefined && session !== undefined;
  if (resource.grant !== undefined && withinLimits) return references(resource.grant);
  const identityAllows = identity !== undefined && withinLimits;
  if (isCrossAccount(request)) {
    return identityAllows && resource.match !== "none" ? references(identity, resource.by) : undefined;
  }
  if (resource.match === "direct") return references(resource.by);
  if (resource.match === "role" && withinLimits) return references(resource.by);
  if (!identityAllows) return undefined;
  if (request.resourceSide.rule === "union") return references(identity);
  return resource.match === "none" ? undefined : references(resource.by, identity);
}

function references(...found: readonly (StatementRef | "root" | undefined)[]): readonly StatementRef[] {
  return found.filter((reference) => typeof reference === "object");
}
