import type { Configuration, PolicyText } from "./configuration.ts";
import { policiesKept, replacePolicy } from "./places/places.ts";

/** Every policy document of a configuration. */
export function policyTexts(configuration: Configuration): readonly PolicyText[] {
  return policiesKept(configuration).map(({ policy }) => policy);
}

/** The configuration with each of its policy documents changed. */
export function withPolicyTexts(
  configuration: Configuration,
  change: (policy: PolicyText) => PolicyText,
): Configuration {
  return policiesKept(configuration).reduce((at, { place, policy }) => {
    const changed = change(policy);
    return changed === policy ? at : replacePolicy(at, place, () => changed);
  }, configuration);
}
