/**
 * Resource control policies: only denials, for everyone, of actions of the services that they reach. Sources: Organizations
 * User Guide, "RCP syntax" and "Quotas"; documents without Version were seen taken in 2026. The texts are ours.
 */
import { globTest, globTokens } from "../glob.ts";
import { boundServices } from "../resource-control.ts";
import type { Statement } from "../types.ts";
import { emulated, type InvalidPolicy, parsedOr, type ValidationResult } from "./result.ts";

/** White space between the elements is not counted: the console saves none. */
export const resourceControlPolicyCharacters = 5120;

export interface ResourceControlPolicyOptions {
  /** Takes the actions of services that these policies do not reach too: there, the statement binds nothing. */
  readonly isAnyServiceTaken?: boolean;
}

export function validateResourceControlPolicy(
  text: string,
  options: ResourceControlPolicyOptions = {},
): ValidationResult {
  const parsed = parsedOr(text, (problem) => malformed(`Syntax errors in policy: ${problem.text}.`));
  if (parsed.kind !== "valid") return parsed;
  for (const statement of parsed.document.statements) {
    const problem = statementProblem(statement, options);
    if (problem !== undefined) return malformed(`Statement ${statement.index + 1}: ${problem}`);
  }
  const characters = JSON.stringify(JSON.parse(text)).length;
  if (characters > resourceControlPolicyCharacters) {
    return malformed(`It has ${characters} characters; ${resourceControlPolicyCharacters} are the most.`);
  }
  return emulated(parsed.document);
}

function statementProblem(
  { effect, principal, actions, resources, notResources }: Statement,
  { isAnyServiceTaken }: ResourceControlPolicyOptions,
): string | undefined {
  if (effect !== "Deny") return "a resource control policy can only deny.";
  if (principal?.kind !== "everyone") return 'its Principal must be "*".';
  if (actions === undefined) return "it must have Action; NotAction is not supported.";
  if (actions.includes("*")) return 'its Action must name services, as "s3:*" does; "*" alone is not supported.';
  if ((resources ?? notResources) === undefined) return "it must have Resource or NotResource.";
  const beyond = isAnyServiceTaken === true ? undefined : actions.find((action) => !isReached(action));
  return beyond && `its Action names \`${beyond}\`, and resource control policies do not reach that service.`;
}

/** Whether a pattern is of some service that they reach, in any case of letters. */
function isReached(action: string): boolean {
  const test = globTest(globTokens(action.replace(/:.*/s, "").toLowerCase()));
  return action.includes(":") && [...boundServices].some(test);
}

function malformed(message: string): InvalidPolicy {
  return { kind: "invalid", code: "MalformedPolicyDocument", message };
}
