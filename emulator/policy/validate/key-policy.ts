/**
 * KMS key policies. KMS documents the code; its texts are not documented but for the one on principals, we choose.
 * The lock-out check needs a decision for the caller and is the KMS service's.
 */
import type { PolicyProblem } from "../parse.ts";
import { emulated, type InvalidPolicy, parsedOr, type ValidationResult } from "./result.ts";

/** UTF-8 bytes. Source: KMS guide, key-policy-overview. */
export const keyPolicyBytes = 32_768;

export function validateKeyPolicy(text: string): ValidationResult {
  if (new TextEncoder().encode(text).length > keyPolicyBytes) {
    return { kind: "invalid", code: "LimitExceededException", message: "The key policy exceeds the maximum size." };
  }
  const parsed = parsedOr(text, wording);
  if (parsed.kind !== "valid") return parsed;
  for (const statement of parsed.document.statements) {
    if (statement.principal === undefined && statement.notPrincipal === undefined) {
      return malformed("Policy contains a statement with no principal.");
    }
    if (statement.notPrincipal !== undefined && statement.effect === "Allow") {
      return malformed("Allow with NotPrincipal is not allowed.");
    }
    if (statement.resources === undefined && statement.notResources === undefined) {
      return malformed("Policy contains a statement with no resource.");
    }
    const foreign = (statement.actions ?? statement.notActions ?? []).find((action) => !/^(\*$|kms:)/i.test(action));
    if (foreign !== undefined) return malformed("Policy contains a statement with one or more invalid actions.");
  }
  return emulated(parsed.document);
}

function malformed(message: string): InvalidPolicy {
  return { kind: "invalid", code: "MalformedPolicyDocumentException", message };
}

function wording({ cause, element }: PolicyProblem): InvalidPolicy {
  if (cause === "broken-json" || cause === "not-an-object") return malformed("The policy is not valid JSON.");
  if (cause === "missing") return malformed(`Policy is missing the required element ${element}.`);
  return malformed("The policy has syntax errors.");
}
