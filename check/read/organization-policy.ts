import { type ControlPolicyType, controlPolicyProblem } from "../../emulator/index.ts";
import type { PolicyText } from "../configuration.ts";
import { InputError } from "../input-error.ts";

/**
 * A policy of an organization, as it was read. It describes what is in force, so one that AWS Organizations would not take is a
 * mistake of the input, and no finding about it. Throws an `InputError` there.
 */
export function inForce(policy: PolicyText, type: ControlPolicyType): PolicyText {
  const problem = controlPolicyProblem(type, { name: policy.name, document: policy.text });
  if (problem === undefined) return policy;
  throw new InputError(
    policy.source,
    `the ${type.replace("-", " ")} policy \`${policy.name}\` is none that AWS Organizations takes: ${problem.replace(/\.$/, "")}`,
    "give it as it is in force, or leave it out",
  );
}
