import type { Configuration, RoleConfiguration } from "./configuration.ts";
import { principalsNamed } from "./principals-named.ts";
import { parameterOf, processorsOf } from "./replay/play/processing.ts";
import { roleArn } from "./roles.ts";

/** ARNs of the roles that the delivery stream acts as. */
export function deliveryRoleArns({ deliveryStream }: Pick<Configuration, "deliveryStream">): readonly string[] {
  const { destination, reads } = deliveryStream;
  const all = [
    destination.RoleARN,
    reads?.roleArn,
    destination.S3BackupConfiguration?.RoleARN,
    destination.DataFormatConversionConfiguration?.SchemaConfiguration?.RoleARN,
    ...processorsOf(destination.ProcessingConfiguration).map((processor) => parameterOf(processor, "RoleArn")),
  ];
  return [...new Set(all.filter((arn) => arn !== undefined))];
}

export function deliveryRoles(configuration: Configuration): readonly RoleConfiguration[] {
  const arns = new Set(deliveryRoleArns(configuration));
  return configuration.roles.filter((role) => arns.has(roleArn(role)));
}

/** ARNs, ids or aliases of the keys that the delivery meets. */
export function deliveryKeys({ bucket, backupBucket, deliveryStream, dataStream }: Configuration): readonly string[] {
  const { destination } = deliveryStream;
  const all = [
    bucket.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
    destination.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
    destination.S3BackupConfiguration?.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
    dataStream?.kmsKeyArn,
    backupBucket?.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
    deliveryStream.encryption?.KeyARN,
  ];
  return [...new Set(all.filter((key) => key !== undefined))];
}

/** Whether a key is meant by its ARN, its id, or an alias of it. */
export function isKeyMeant(
  { arn, aliases }: Pick<Configuration["keys"][number], "arn" | "aliases">,
  reference: string,
): boolean {
  if (reference === arn || reference === arn.replace(/.*\//, "")) return true;
  return aliases.some((alias) => reference === alias || reference === arn.replace(/key\/[^/]*$/, alias));
}

/**
 * The configuration without bystanders: what the delivery neither uses nor meets takes no part in the play, whatever it says.
 * Roles that a policy which counts names as principals stay as principals that are there.
 */
export function relevantPart(configuration: Configuration): Configuration {
  const roles = deliveryRoles(configuration);
  const attached = new Set(
    roles.flatMap(({ attachedPolicyArns, permissionsBoundaryArn }) => [...attachedPolicyArns, permissionsBoundaryArn]),
  );
  const keys = deliveryKeys(configuration);
  const { CloudWatchLoggingOptions: logging, S3BackupConfiguration: backup } = configuration.deliveryStream.destination;
  const groups = new Set([logging?.LogGroupName, backup?.CloudWatchLoggingOptions?.LogGroupName]);
  const kept: Configuration = {
    ...configuration,
    roles,
    managedPolicies: configuration.managedPolicies.filter(({ arn }) => attached.has(arn)),
    keys: configuration.keys.filter((key) => keys.some((reference) => isKeyMeant(key, reference))),
    logStreams: configuration.logStreams.filter(({ group }) => groups.has(group)),
    assumed: [],
  };
  const bystanders = configuration.roles.filter((role) => !roles.includes(role));
  return { ...kept, assumed: principalsNamed(kept, bystanders) };
}

/** Of the functions that records go through. */
export function functionArns({
  ProcessingConfiguration: processing,
}: Configuration["deliveryStream"]["destination"]): readonly string[] {
  return processorsOf(processing).flatMap((processor) => parameterOf(processor, "LambdaArn") ?? []);
}
