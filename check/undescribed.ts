import type { Configuration, NotChecked } from "./configuration.ts";
import { InputError } from "./input-error.ts";
import { policyTexts } from "./policy-texts.ts";
import { roleArn } from "./principals-named.ts";
import type { SourceLocation } from "./source.ts";

/** Condition keys whose values the organization gives. */
export const organizationKeys = /^aws:(?:Principal|Resource|Source)Org(?:ID|Paths)$/i;

/**
 * Adds what the configuration refers to and nothing describes to `notChecked`. Throws an `InputError` where the delivery
 * stream's own role is not described: without it there is nothing to check.
 */
export function undescribed(configuration: Configuration): Configuration {
  const { deliveryStream, dataStream, roles, managedPolicies, bucket, keys, accountA } = configuration;
  const described = new Set(roles.map(roleArn));
  for (const [what, arn] of [
    ["the role that writes to the bucket", deliveryStream.destination.RoleARN],
    ["the role that reads the data stream", deliveryStream.reads?.roleArn],
  ] as const) {
    // A role of another account is a mistake that AWS answers, not one of the input.
    if (arn === undefined || described.has(arn) || !arn.includes(`::${accountA.id}:`)) continue;
    throw new InputError(
      deliveryStream.source,
      `${what}, \`${arn}\`, is described nowhere`,
      "give the input that does",
    );
  }
  const notChecked: NotChecked[] = [...configuration.notChecked];
  const note = (what: string, because: string, source: SourceLocation, couldMatter = true) =>
    notChecked.push({ what, because, source, couldMatter });

  const policies = new Set(managedPolicies.map(({ arn }) => arn));
  for (const { name, attachedPolicyArns, permissionsBoundaryArn, source } of roles) {
    for (const arn of attachedPolicyArns) {
      if (policies.has(arn) || arn.startsWith("arn:aws:iam::aws:policy/")) continue;
      note(`policy ${arn} of role \`${name}\``, "its document is not in the input", source);
    }
    if (permissionsBoundaryArn !== undefined && !policies.has(permissionsBoundaryArn)) {
      note(
        `permissions boundary ${permissionsBoundaryArn} of role \`${name}\``,
        "its document is not in the input",
        source,
      );
    }
  }
  const { reads } = deliveryStream;
  if (reads !== undefined && dataStream === undefined) {
    note(`data stream ${reads.dataStreamArn}`, "nothing describes it: taken as unencrypted", deliveryStream.source);
  }
  const keysHere = new Set(keys.flatMap(({ arn, aliases }) => [arn, arn.replace(/.*\//, ""), ...aliases]));
  const keyOfBucket = bucket.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  const keyOfDelivery = deliveryStream.destination.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN;
  for (const [key, source] of [
    [keyOfBucket, bucket.source],
    [keyOfDelivery, deliveryStream.source],
    [dataStream?.kmsKeyArn, dataStream?.source ?? deliveryStream.source],
  ] as const) {
    if (key === undefined || /alias\/aws\//.test(key) || keysHere.has(key) || keysHere.has(key.replace(/.*:/, "")))
      continue;
    note(`key ${key}`, "its policy is not in the input", source);
  }
  for (const { name, text, source } of configuration.organization === undefined ? policyTexts(configuration) : []) {
    const [key] = [...text.matchAll(/"([\w:]+)"\s*:/g)].flatMap(([, found = ""]) =>
      organizationKeys.test(found) ? [found] : [],
    );
    if (key === undefined) continue;
    note(`condition on \`${key}\` in \`${name}\``, "no organization is described: taken as there is none", source);
  }
  return { ...configuration, notChecked };
}
