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

/** The configuration with each of its policy documents changed. */
export function withPolicyTexts(
  configuration: Configuration,
  change: (policy: PolicyText) => PolicyText,
): Configuration {
  const { roles, managedPolicies, bucket, keys, dataStream, organization } = configuration;
  const optional = (policy: PolicyText | undefined) => policy && change(policy);
  return {
    ...configuration,
    roles: roles.map((role) => ({
      ...role,
      trustPolicy: change(role.trustPolicy),
      inlinePolicies: role.inlinePolicies.map(change),
    })),
    managedPolicies: managedPolicies.map((policy) => ({ ...policy, document: change(policy.document) })),
    bucket: { ...bucket, policy: optional(bucket.policy) },
    keys: keys.map((key) => ({ ...key, policy: optional(key.policy) })),
    ...(dataStream !== undefined && {
      dataStream: { ...dataStream, resourcePolicy: optional(dataStream.resourcePolicy) },
    }),
    ...(organization !== undefined && {
      organization: {
        ...organization,
        members: organization.members.map((member) => ({
          ...member,
          serviceControlPolicies: member.serviceControlPolicies.map(change),
          resourceControlPolicies: member.resourceControlPolicies.map(change),
        })),
      },
    }),
  };
}
