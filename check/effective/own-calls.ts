import { bucketArn } from "../../emulator/index.ts";
import { deliveryActions, readActions } from "../../harness/policy-document.ts";
import type { Configuration } from "../configuration.ts";
import { deliveryRoleArns, functionArns } from "../relevant.ts";
import type { Ask, Person } from "./ask.ts";

/**
 * The part of each prefix that is the same for every object: what follows the first expression differs. Failed records go
 * below the prefix where they have none of their own.
 */
export function literalPrefixes({ deliveryStream: { destination } }: Configuration): readonly string[] {
  const { S3BackupConfiguration: backup } = destination;
  const all = [destination, backup].flatMap((each) => {
    if (each === undefined) return [];
    const { Prefix = "", ErrorOutputPrefix = Prefix } = each;
    return [Prefix, ErrorOutputPrefix].map((prefix) => prefix.replace(/!\{.*/s, ""));
  });
  return [...new Set(all)];
}

const keyActions: readonly string[] = ["kms:Decrypt", "kms:GenerateDataKey"];
const tableActions: readonly string[] = ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"];
const functionActions: readonly string[] = ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"];

/** What a delivery may ask for, by anybody's policies. */
export const ownActions: ReadonlySet<string> = new Set([
  ...deliveryActions,
  ...readActions,
  ...keyActions,
  ...tableActions,
  ...functionActions,
  "logs:PutLogEvents",
  "sts:AssumeRole",
]);

/**
 * Whether it is a call of the delivery, on what it makes it on, by the roles that it acts as; or Firehose's becoming one of
 * these. Source: Firehose Developer Guide, "Controlling access".
 */
export function isOwnCall(configuration: Configuration, { person, action, resource }: Ask): boolean {
  const { principal } = person;
  const roles = deliveryRoleArns(configuration);
  if (action === "sts:AssumeRole") {
    return principal.kind === "service" && principal.service === "firehose.amazonaws.com" && roles.includes(resource);
  }
  const { bucket, backupBucket, keys, dataStream, deliveryStream, accountB } = configuration;
  const isOf = (actions: readonly string[]) => actions.includes(action);
  const isInBucket = [bucket, backupBucket].some((each) => {
    const arn = bucketArn(accountB.region, each?.name ?? "");
    return resource === arn || literalPrefixes(configuration).some((prefix) => resource.startsWith(`${arn}/${prefix}`));
  });
  // What arrives is there for account B to read.
  if (principal.kind === "root" && principal.accountId === accountB.id) return action === "s3:GetObject" && isInBucket;
  if (!isOwnRole(configuration, person)) return false;
  const { destination, reads } = deliveryStream;
  const isRole = (...arns: readonly (string | undefined)[]) =>
    principal.kind === "assumed-role" && arns.includes(principal.roleArn);
  if (isOf(deliveryActions)) {
    return isInBucket && isRole(destination.RoleARN, destination.S3BackupConfiguration?.RoleARN);
  }
  if (isOf(readActions)) return resource === (dataStream?.arn ?? reads?.dataStreamArn) && isRole(reads?.roleArn);
  if (isOf(keyActions)) return keys.some(({ arn }) => arn === resource);
  if (isOf(tableActions)) return /^arn:[^:]*:glue:/.test(resource);
  if (isOf(functionActions)) return functionArns(deliveryStream.destination).includes(resource);
  return (
    action === "logs:PutLogEvents" &&
    logGroups(configuration).some((group) => resource.includes(`:log-group:${group}:`))
  );
}

function logGroups({ deliveryStream: { destination } }: Configuration): readonly string[] {
  const { CloudWatchLoggingOptions: own, S3BackupConfiguration: backup } = destination;
  return [own?.LogGroupName, backup?.CloudWatchLoggingOptions?.LogGroupName].filter((name) => name !== undefined);
}

/** Whether the delivery acts as them. */
export function isOwnRole(configuration: Configuration, { principal }: Person): boolean {
  return principal.kind === "assumed-role" && deliveryRoleArns(configuration).includes(principal.roleArn);
}
