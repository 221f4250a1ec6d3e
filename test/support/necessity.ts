import { decide, isPolicyProblem, type Policy, parsePolicy } from "../../emulator/policy/index.ts";
import type { AuthorizationRequest } from "../../emulator/policy/types.ts";
import type { Document, Statement } from "./sandbox-accounts.ts";

/** One action of one statement of a policy. */
export interface Part {
  readonly sid: string;
  readonly action: string;
}

export function partsOf({ Statement }: Document): readonly Part[] {
  return Statement.flatMap((statement) => actionsOf(statement).map((action) => ({ sid: statement.Sid, action })));
}

export function actionsOf({ Action }: Statement): readonly string[] {
  return typeof Action === "string" ? [Action] : Action;
}

/** The policy without one action; without the statement where it was its only one. */
export function withoutPart(document: Document, { sid, action }: Part): Document {
  const Statement = document.Statement.flatMap((statement) => {
    if (statement.Sid !== sid) return [statement];
    const Action = actionsOf(statement).filter((each) => each !== action);
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
  return { ...document, Statement };
}

/** Which of a principal's policies are put in whose place, by their names. */
export type Replacement = Readonly<Record<string, Document>>;

/**
 * Whether the principal's own account lets it make the request, whatever the resource's says: so a missing permission
 * shows in a call, too, that the other side refuses on purpose.
 */
export function ownSideAllows(request: AuthorizationRequest, replacement: Replacement = {}): boolean {
  const { principalSide, principal, resource } = request;
  const { identityPolicies, permissionsBoundary } = principalSide;
  const accountId = "accountId" in principal ? principal.accountId : resource.accountId;
  const replaced = (policy: Policy) => {
    const document = replacement[policy.name];
    return document === undefined ? policy : { ...policy, document: parsed(document) };
  };
  const decision = decide({
    ...request,
    resource: { ...resource, accountId },
    principalSide: {
      ...principalSide,
      identityPolicies: identityPolicies.map(replaced),
      ...(permissionsBoundary !== undefined && { permissionsBoundary: replaced(permissionsBoundary) }),
    },
    resourceSide: { policies: [], rule: "union" },
  });
  return decision.kind === "allowed";
}

function parsed(document: Document): Policy["document"] {
  const policy = parsePolicy(JSON.stringify(document));
  if (isPolicyProblem(policy)) throw new Error(JSON.stringify(policy));
  return policy;
}
