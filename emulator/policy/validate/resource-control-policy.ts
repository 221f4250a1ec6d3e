/** Resource control policies: only denials, for everyone. Source: Organizations User Guide, "RCP syntax"; the texts are ours. */
import { emulated, type InvalidPolicy, parsedOr, type ValidationResult } from "./result.ts";

export function validateResourceControlPolicy(text: string): ValidationResult {
  const parsed = parsedOr(text, () => malformed("Syntax errors in policy."));
  if (parsed.kind !== "valid") return parsed;
  for (const { effect, principal, resources, notResources } of parsed.document.statements) {
    if (effect !== "Deny") return malformed("A resource control policy can only deny.");
    if (principal?.kind !== "everyone") return malformed('The principal of a resource control policy must be "*".');
    if ((resources ?? notResources) === undefined) return malformed("Policy statement must contain resources.");
  }
  return emulated(parsed.document);
}

function malformed(message: string): InvalidPolicy {
  return { kind: "invalid", code: "MalformedPolicyDocument", message };
}
