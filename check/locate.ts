import type { Ground } from "../emulator/index.ts";
import type { Configuration, PolicyText } from "./configuration.ts";
import { roleArn } from "./principals-named.ts";
import type { SourceLocation } from "./source.ts";

/** Where a side that did not allow is to be changed: the statement, else the policy, else what lacks one. */
export function locationOf(configuration: Configuration, ground: Ground): SourceLocation | undefined {
  const holder = holderOf(configuration, ground);
  const policy = holder?.policies.find(({ name }) => name === ground.statement?.policyName) ?? holder?.policies[0];
  if (policy === undefined) return holder?.source;
  return (ground.statement && policy.statements?.[ground.statement.index]) ?? policy.source;
}

interface Holder {
  readonly source: SourceLocation;
  /** Of the kind in question, the likeliest first. */
  readonly policies: readonly PolicyText[];
}

function holderOf(configuration: Configuration, { policyType, attachedTo }: Ground): Holder | undefined {
  const { bucket, backupBucket, keys, dataStream, organization } = configuration;
  if (policyType === "service-control" || policyType === "resource-control") {
    const member = organization?.members.find(({ accountId }) => accountId === attachedTo);
    if (organization === undefined || member === undefined) return undefined;
    const { serviceControlPolicies, resourceControlPolicies } = member;
    const policies = policyType === "service-control" ? serviceControlPolicies : resourceControlPolicies;
    return { source: organization.source, policies };
  }
  if (attachedTo === `arn:aws:s3:::${backupBucket?.name}` && backupBucket !== undefined) {
    return { source: backupBucket.source, policies: listOf(backupBucket.policy) };
  }
  if (attachedTo.startsWith("arn:aws:s3:::")) return { source: bucket.source, policies: listOf(bucket.policy) };
  if (attachedTo === dataStream?.arn) {
    return { source: dataStream.source, policies: listOf(dataStream.resourcePolicy) };
  }
  const key = keys.find(({ arn }) => arn === attachedTo);
  if (key !== undefined) return { source: key.source, policies: listOf(key.policy) };
  const role = configuration.roles.find((each) => roleArn(each) === attachedTo);
  if (role === undefined) return undefined;
  switch (policyType) {
    case "trust":
      return { source: role.source, policies: [role.trustPolicy] };
    case "permissions-boundary":
      return { source: role.source, policies: managed(configuration, [role.permissionsBoundaryArn]) };
    default:
      return {
        source: role.source,
        policies: [...role.inlinePolicies, ...managed(configuration, role.attachedPolicyArns)],
      };
  }
}

function managed({ managedPolicies }: Configuration, arns: readonly (string | undefined)[]): readonly PolicyText[] {
  return managedPolicies.filter(({ arn }) => arns.includes(arn)).map(({ document }) => document);
}

function listOf(policy: PolicyText | undefined): readonly PolicyText[] {
  return policy === undefined ? [] : [policy];
}
