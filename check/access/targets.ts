import { bucketArn, formatArn } from "../../emulator/index.ts";
import { principalContext, type Statement } from "../../emulator/policy/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { BucketConfiguration, Configuration } from "../configuration.ts";
import type { Person } from "../effective/ask.ts";
import { commonText } from "../effective/common-text.ts";
import { deliveryKeys, deliveryRoles, isKeyMeant } from "../relevant.ts";
import { isConverting } from "../replay/play/needs.ts";
import { playedProcessing } from "../replay/play/processing.ts";
import { roleArn } from "../roles.ts";
import type { AbilityRow } from "./abilities.ts";
import type { ResourceKind } from "./action-table.ts";

/** Something that people may reach. */
export interface Target {
  /** ARN, or the pattern of the ARNs of all that there is of it. */
  readonly pattern: string;
  /** The account that owns it, where that is not the owner of what it is in. */
  readonly owner?: string;
  /** The key that it is encrypted under; none where S3 or nobody encrypts it. */
  readonly key?: TargetKey;
}

/** `managed`: the AWS managed key of the bucket's account. `undescribed`: a key of which the input has nothing. */
export type TargetKey =
  | { readonly kind: "described"; readonly arn: string }
  | { readonly kind: "managed" }
  | { readonly kind: "undescribed"; readonly reference: string };

/** Where in a target somebody may do something. */
export interface Spot {
  readonly target: Target;
  /** ARN. */
  readonly resource: string;
  /** A pattern of a policy that `resource` is one of; undefined: nothing that a policy tells apart. */
  readonly within?: string;
}

export type Targets = Readonly<Record<ResourceKind, readonly Target[]>>;

/** `described`: the input as it is, without what stands for the roles and keys that it does not describe. */
export function targetsIn(configuration: Configuration, described: Configuration = configuration): Targets {
  const { accountA, bucket, backupBucket, dataStream, deliveryStream } = configuration;
  const { destination, reads } = deliveryStream;
  const buckets: readonly BucketConfiguration[] = [bucket, ...(backupBucket === undefined ? [] : [backupBucket])];
  const arnOf = ({ name }: BucketConfiguration) => bucketArn(configuration.accountB.region, name);
  const met = deliveryKeys(configuration);
  const stream = dataStream?.arn ?? reads?.dataStreamArn;
  const backup = destination.S3BackupConfiguration;
  const backsUpIn = backupBucket ?? bucket;
  const objects: readonly Target[] = [
    ...objectPatterns(destination, failuresOf(deliveryStream)).map((pattern) =>
      objectTarget(described, bucket, pattern, destination),
    ),
    ...(backup === undefined ? [] : objectPatterns(backup)).map((pattern) =>
      objectTarget(described, backsUpIn, pattern, backup ?? {}),
    ),
  ];
  return {
    bucket: buckets.map((each) => ({ pattern: arnOf(each) })),
    object: [...new Map(objects.map((each) => [each.pattern, each])).values()],
    key: described.keys
      .filter((key) => met.some((reference) => isKeyMeant(key, reference)))
      .map(({ arn }) => ({ pattern: arn })),
    role: deliveryRoles(described).map((role) => ({ pattern: roleArn(role) })),
    "data stream": stream === undefined ? [] : [{ pattern: stream }],
    "delivery stream": [
      { pattern: formatArn("firehose", accountA.region, accountA.id, `deliverystream/${deliveryStream.name}`) },
    ],
  };
}

type Destination = Configuration["deliveryStream"]["destination"];
type Written = Pick<Destination, "Prefix" | "ErrorOutputPrefix" | "EncryptionConfiguration">;

/**
 * Keys of what is delivered, and of what fails on the way; an expression stands for any text. Sources: Firehose User Guide,
 * "Configure Amazon S3 object name format", "Custom Prefixes for Amazon S3 Objects".
 */
function objectPatterns(
  { Prefix = "", ErrorOutputPrefix }: Written,
  failures: readonly string[] = [],
): readonly string[] {
  const hour = "????/??/??/??/";
  const own = Prefix.includes("!{") ? open(Prefix) : `${Prefix}${hour}`;
  const failed =
    ErrorOutputPrefix === undefined
      ? failures.map((type) => `${open(Prefix)}${type}/${hour}`)
      : failures.length === 0
        ? []
        : [open(ErrorOutputPrefix)];
  return [own, ...failed].map((prefix) => `${prefix}*`);
}

/** The kinds of failure that a destination can have: what it does to records may fail. */
function failuresOf({ endpoint, destination }: Configuration["deliveryStream"]): readonly string[] {
  const { DataFormatConversionConfiguration: conversion, DynamicPartitioningConfiguration: partitioning } = destination;
  return [
    ...new Set<string>(playedProcessing(destination).failures),
    ...(isConverting(conversion) ? ["format-conversion-failed"] : []),
    ...(partitioning?.Enabled === true ? ["activePartitionExceeded"] : []),
    ...(endpoint === undefined ? [] : ["*-failed"]),
  ];
}

function open(prefix: string): string {
  return prefix.replaceAll(/!\{[^}]*\}/g, "*");
}

/** As Firehose writes it: with the bucket owner's full control, encrypted as it is told, else as the bucket is. */
function objectTarget(
  configuration: Configuration,
  { name, objectOwnership, encryption }: BucketConfiguration,
  pattern: string,
  { EncryptionConfiguration: told }: Written,
): Target {
  const { accountA, accountB } = configuration;
  const isOthers = objectOwnership === "ObjectWriter" && !isOneAccount(configuration);
  const { SSEAlgorithm = "AES256", KMSMasterKeyID } = encryption?.ApplyServerSideEncryptionByDefault ?? {};
  const toldKey = told?.KMSEncryptionConfig?.AWSKMSKeyARN;
  const isKms = toldKey !== undefined || SSEAlgorithm.startsWith("aws:kms");
  return {
    pattern: `${bucketArn(accountB.region, name)}/${pattern}`,
    ...(isOthers && { owner: accountA.id }),
    ...(isKms && { key: keyOf(configuration, toldKey ?? KMSMasterKeyID) }),
  };
}

function keyOf({ keys }: Configuration, reference: string | undefined): TargetKey {
  if (reference === undefined || /alias\/aws\/s3$/.test(reference)) return { kind: "managed" };
  const key = keys.find((each) => isKeyMeant(each, reference));
  return key === undefined ? { kind: "undescribed", reference } : { kind: "described", arn: key.arn };
}

/** One place of each kind that the policies tell apart for a person: in what is delivered, and for writing anywhere beside it. */
export function spotsOf(
  { name, of }: AbilityRow,
  targets: Targets,
  person: Person,
  statements: readonly Statement[],
): readonly Spot[] {
  const spots = targets[of].flatMap((target): readonly Spot[] => {
    const patterns = name === "write" ? [target.pattern, withinBucket(target.pattern)] : [target.pattern];
    return patterns.flatMap((pattern) => [
      ...spotIn(target, pattern, undefined),
      ...resourcePatterns(statements, person).flatMap((within) => spotIn(target, pattern, within)),
    ]);
  });
  return [...new Map(spots.toReversed().map((spot) => [spot.resource, spot])).values()].toReversed();
}

function spotIn(target: Target, pattern: string, within: string | undefined): readonly Spot[] {
  const resource = commonText(pattern, within ?? "*");
  if (resource === undefined) return [];
  return [{ target, resource, ...(within !== undefined && { within }) }];
}

function withinBucket(pattern: string): string {
  return pattern.replace(/\/.*/s, "/*");
}

const variable = /\$\{([^}]*)\}/g;

/** What statements name as resources, as it is for the person. */
function resourcePatterns(statements: readonly Statement[], { principal, context }: Person): readonly string[] {
  const known = new Map([...principalContext(principal), ...context]);
  const filled = (pattern: string) =>
    pattern.replaceAll(variable, (_whole, key: string) => known.get(key.toLowerCase())?.[0] ?? "*");
  const all = statements.flatMap(({ resources = [], notResources = [] }) => [...resources, ...notResources]);
  return [...new Set(all.filter((pattern) => pattern !== "*").map(filled))];
}
