/** Role trust policies: who may assume the role. Texts: recorded answers and public reports. */
import type { PolicyProblem } from "../parse.ts";
import type { Statement } from "../types.ts";
import { emulated, type InvalidPolicy, parsedOr, policyCharacters, type ValidationResult } from "./result.ts";

/** Characters without white space. Source: IAM guide, reference_iam-quotas. */
export const trustPolicyCharacters = 2048;

/** Whether the principals exist is asked by `resolvePrincipals`. */
export function validateTrustPolicy(text: string): ValidationResult {
  const parsed = parsedOr(text, wording);
  if (parsed.kind !== "valid") return parsed;
  for (const statement of parsed.document.statements) {
    const problem = statementProblem(statement);
    if (problem !== undefined) return malformed(problem);
  }
  if (policyCharacters(text) > trustPolicyCharacters) {
    const message = `Cannot exceed quota for ACLSizePerRole: ${trustPolicyCharacters}`;
    return { kind: "invalid", code: "LimitExceeded", message };
  }
  return emulated(parsed.document);
}

function malformed(message: string): InvalidPolicy {
  return { kind: "invalid", code: "MalformedPolicyDocument", message };
}

function wording({ cause, element }: PolicyProblem): InvalidPolicy {
  if (cause === "broken-json" || cause === "not-an-object") return malformed("This policy contains invalid Json");
  if (cause === "missing") return malformed(`Missing required field ${element}`);
  return malformed("Syntax error in policy.");
}

const assumeActions = new Set(
  [
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "TagSession",
    "SetSourceIdentity",
    "SetContext",
  ].map((action) => `sts:${action}`.toLowerCase()),
);

function statementProblem(statement: Statement): string | undefined {
  if (statement.resources !== undefined) return "Has prohibited field Resource";
  if (statement.notResources !== undefined) return "AssumeRole policy must not contain resources.";
  if (statement.notPrincipal !== undefined) {
    return statement.effect === "Allow"
      ? "Allow with NotPrincipal is not allowed."
      : "AssumeRole policy must not contain NotPrincipal field.";
  }
  if (statement.principal === undefined) return "Missing required field Principal";
  const actions = statement.actions ?? [];
  if (actions.length === 0 || !actions.every((action) => assumeActions.has(action.toLowerCase()))) {
    return "AssumeRole policy may only specify STS AssumeRole actions.";
  }
  return undefined;
}
