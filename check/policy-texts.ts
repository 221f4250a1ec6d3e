import type { Configuration, PolicyText } from "./configuration.ts";

/** Every policy document of a configuration. */
export function policyTexts(configuration: Configuration): readonly PolicyText[] {
  const { roles, managedPolicies, bucket, backupBucket, keys, dataStream, organization } = configuration;
  return [
    ...roles.flatMap(({ trustPolicy, inlinePolicies }) => [trustPolicy, ...inlinePolicies]),
    ...managedPolicies.map(({ document }) => document),
    bucket.policy,
    backupBucket?.policy,
    ...keys.map(({ policy }) => policy),
    dataStream?.resourcePolicy,
    ...(organization?.members ?? []).flatMap((member) => [
      ...member.serviceControlPolicies,
      ...member.resourceControlPolicies,
    ]),
  ].filter((policy) => policy !== undefined);
}
