import { managedPolicyOfAws } from "../../emulator/index.ts";
import type { Configuration, ManagedPolicyConfiguration } from "../configuration.ts";

/** The configuration with the documents of the policies of AWS that its roles have, as far as they are known. */
export function withPoliciesOfAws<Given extends Configuration>(configuration: Given): Given {
  const { roles, managedPolicies } = configuration;
  const described = new Set(managedPolicies.map(({ arn }) => arn));
  const added = new Map<string, ManagedPolicyConfiguration>();
  for (const { attachedPolicyArns, permissionsBoundaryArn, source } of roles) {
    for (const arn of [...attachedPolicyArns, permissionsBoundaryArn]) {
      const text = arn === undefined || described.has(arn) ? undefined : managedPolicyOfAws(arn);
      if (arn === undefined || text === undefined) continue;
      added.set(arn, { arn, document: { name: arn.replace(/.*\//, ""), text, source } });
    }
  }
  return added.size === 0
    ? configuration
    : { ...configuration, managedPolicies: [...managedPolicies, ...added.values()] };
}
