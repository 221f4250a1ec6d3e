import { isOneAccount } from "./accounts.ts";
import type { Configuration, NotChecked, PolicyText } from "./configuration.ts";
import { policyTexts } from "./policy-texts.ts";
import { roleArn } from "./principals-named.ts";

/** The condition key of the ACL that comes with an object. */
export const aclKey = /^s3:x-amz-acl$/i;

/**
 * Whether Firehose sends an ACL to a bucket of its own account AWS does not document; the guide asks for no permission to
 * set one there. A policy that turns on it is left open.
 */
export function aclOfOwnBucket(configuration: Configuration): readonly NotChecked[] {
  if (!isOneAccount(configuration)) return [];
  return policiesOfDelivery(configuration)
    .filter(({ text }) => /"s3:x-amz-acl"\s*:/i.test(text))
    .map(({ name, source }) => ({
      what: `condition on \`s3:x-amz-acl\` in \`${name}\``,
      because: "whether Firehose sends an ACL to a bucket of its own account is not documented: taken as it does not",
      source,
      couldMatter: true,
    }));
}

/** Those that decide on a write: of the role that writes, the bucket, and the organization. */
function policiesOfDelivery(configuration: Configuration): readonly PolicyText[] {
  const writer = configuration.roles.filter(
    (role) => roleArn(role) === configuration.deliveryStream.destination.RoleARN,
  );
  const of = writer.flatMap((role) => [...role.attachedPolicyArns, role.permissionsBoundaryArn]);
  const managedPolicies = configuration.managedPolicies.filter(({ arn }) => of.includes(arn));
  return policyTexts({ ...configuration, roles: writer, managedPolicies, keys: [], dataStream: undefined });
}
