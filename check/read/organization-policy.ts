import { type ControlPolicyType, controlPolicyProblem } from "../../emulator/index.ts";
import type { NotChecked, OrganizationConfiguration, PolicyText } from "../configuration.ts";
import { InputError } from "../input-error.ts";

/**
 * A policy of an organization, as it was read. It describes what is in force, so one that AWS Organizations would not take is a
 * mistake of the input, and no finding about it. Throws an `InputError` there. Services that its like does not reach today may be
 * reached tomorrow: of these, see `beyondReach`.
 */
export function inForce(policy: PolicyText, type: ControlPolicyType): PolicyText {
  const problem = problemOf(policy, type, true);
  if (problem === undefined) return policy;
  throw new InputError(
    policy.source,
    `the ${type.replace("-", " ")} policy \`${policy.name}\` is none that AWS Organizations takes: ${problem}`,
    "give it as it is in force, or leave it out",
  );
}

/** What resource control policies say of services that they are not known to reach. */
export function beyondReach({ members }: OrganizationConfiguration): readonly NotChecked[] {
  const policies = members.flatMap(({ resourceControlPolicies }) => resourceControlPolicies);
  return policies.flatMap((policy) => {
    const problem = problemOf(policy, "resource-control", false);
    if (problem === undefined) return [];
    const what = `resource control policy \`${policy.name}\``;
    const because = `as far as is known, AWS Organizations does not take it, and it binds nothing there: ${problem}`;
    return [{ what, because, source: policy.source, couldMatter: false }];
  });
}

function problemOf(policy: PolicyText, type: ControlPolicyType, isAnyServiceTaken: boolean): string | undefined {
  const document = { name: policy.name, document: policy.text };
  return controlPolicyProblem(type, document, { isAnyServiceTaken })?.replace(/\.$/, "");
}
