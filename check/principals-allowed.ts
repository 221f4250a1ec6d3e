import type { PolicyText } from "./configuration.ts";
import { isJson, listOf, statementsOf } from "./unknown/statements.ts";

/** Principals under `AWS` whom a statement of a policy allows an action, whatever its conditions ask. */
export function principalsAllowed(policy: Pick<PolicyText, "text">, action: string): readonly string[] {
  return statementsOf(policy)
    .filter(({ Effect, Action }) => Effect === "Allow" && listOf(Action).some((pattern) => isMeant(pattern, action)))
    .flatMap(({ Principal }) => (isJson(Principal) ? listOf(Principal.AWS) : listOf(Principal)));
}

function isMeant(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(action);
}
