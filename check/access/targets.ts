import { bucketArn, formatArn } from "../../emulator/index.ts";
import { principalContext, type Statement } from "../../emulator/policy/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { BucketConfiguration, Configuration } from "../configuration.ts";
import type { Person } from "../effective/ask.ts";
import { commonText, type Pattern } from "../effective/common-text.ts";
import { deliveryKeys, deliveryRoles, isKeyMeant } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import type { AbilityRow } from "./abilities.ts";
import type { ResourceKind } from "./action-table.ts";
import { objectPatterns } from "./object-patterns.ts";

/** Something that people may reach. */
export interface Target {
  /** ARN, or the pattern of the ARNs of all that there is of it. */
  readonly pattern: Pattern;
  /** The account that owns it, where that is not the owner of what it is in. */
  readonly owner?: string;
  /** The key that its content is encrypted under. */
  readonly readKey?: TargetKey;
  /** The key that what somebody puts there is encrypted under, unless the request says otherwise. */
  readonly writeKey?: TargetKey;
}

/**
 * `managed`: the AWS managed key of the bucket's account. `undescribed`: a key of which the input has nothing. `ofBucket`: S3
 * asks for the bucket as a whole, by an S3 Bucket Key.
 */
export type TargetKey =
  | { readonly kind: "described"; readonly arn: string; readonly ofBucket: boolean }
  | { readonly kind: "managed" }
  | { readonly kind: "undescribed"; readonly reference: string };

/** Where in a target somebody may do something. */
export interface Spot {
  readonly target: Target;
  /** ARN. */
  readonly resource: string;
  /** A pattern of a policy that `resource` is one of; undefined: nothing that a policy tells apart. */
  readonly within?: string;
  /** Nothing that is delivered is there. */
  readonly isBeside?: boolean;
}

export type Targets = Readonly<Record<ResourceKind, readonly Target[]>>;

/** `described`: the input as it is, without what stands for the roles and keys that it does not describe. */
export function targetsIn(configuration: Configuration, described: Configuration = configuration): Targets {
  const { accountA, bucket, backupBucket, dataStream, deliveryStream, keys } = described;
  const { reads, name } = deliveryStream;
  const buckets: readonly BucketConfiguration[] = [bucket, ...(backupBucket === undefined ? [] : [backupBucket])];
  const met = deliveryKeys(described);
  const roles = deliveryRoles(described);
  const policies = new Set(roles.flatMap((role) => [...role.attachedPolicyArns, role.permissionsBoundaryArn ?? ""]));
  const stream = dataStream?.arn ?? reads?.dataStreamArn;
  const streamKey = dataStream?.kmsKeyArn === undefined ? undefined : keyOf(described, dataStream.kmsKeyArn, false);
  return {
    bucket: buckets.map((each) => ({ pattern: bucketArn(described.accountB.region, each.name) })),
    object: objectTargets(described),
    key: keys.filter((key) => met.some((reference) => isKeyMeant(key, reference))).map(({ arn }) => ({ pattern: arn })),
    role: roles.map((role) => ({ pattern: roleArn(role) })),
    policy: [...policies].filter((arn) => /^arn:[\w-]+:iam::\d{12}:/.test(arn)).map((pattern) => ({ pattern })),
    "data stream": stream === undefined ? [] : [{ pattern: stream, readKey: streamKey, writeKey: streamKey }],
    consumer: stream === undefined ? [] : [{ pattern: `${stream}/consumer/*`, readKey: streamKey }],
    "delivery stream": [{ pattern: formatArn("firehose", accountA.region, accountA.id, `deliverystream/${name}`) }],
  };
}

/** As Firehose writes them: with the bucket owner's full control, encrypted as it is told, else as the bucket is. */
function objectTargets(configuration: Configuration): readonly Target[] {
  const { accountA, accountB, bucket, backupBucket, deliveryStream } = configuration;
  const { S3BackupConfiguration: backup } = deliveryStream.destination;
  const targets = objectPatterns(deliveryStream).map(({ pattern, of }): Target & { readonly text: string } => {
    const isBackup = of === "backup";
    const into: BucketConfiguration = isBackup ? (backupBucket ?? bucket) : bucket;
    const { name, objectOwnership, encryption } = into;
    const told = (isBackup ? backup : deliveryStream.destination)?.EncryptionConfiguration?.KMSEncryptionConfig
      ?.AWSKMSKeyARN;
    const { SSEAlgorithm = "AES256", KMSMasterKeyID } = encryption?.ApplyServerSideEncryptionByDefault ?? {};
    const ofBucket = encryption?.BucketKeyEnabled === true;
    const own = SSEAlgorithm.startsWith("aws:kms") ? keyOf(configuration, KMSMasterKeyID, ofBucket) : undefined;
    const arn = bucketArn(accountB.region, name);
    return {
      text: `${arn}/${String(pattern)}`,
      pattern: [...[...`${arn}/`].map((each) => each.codePointAt(0) ?? 0), ...pattern],
      ...(objectOwnership === "ObjectWriter" && !isOneAccount(configuration) && { owner: accountA.id }),
      readKey: told === undefined ? own : keyOf(configuration, told, ofBucket),
      writeKey: own,
    };
  });
  return [...new Map(targets.map((each) => [each.text, each])).values()].map(({ text: _, ...target }) => target);
}

function keyOf({ keys }: Configuration, reference: string | undefined, ofBucket: boolean): TargetKey {
  if (reference === undefined || /alias\/aws\/\w+$/.test(reference)) return { kind: "managed" };
  const key = keys.find((each) => isKeyMeant(each, reference));
  return key === undefined ? { kind: "undescribed", reference } : { kind: "described", arn: key.arn, ofBucket };
}

export type Spots = (ability: AbilityRow, person: Person) => readonly Spot[];

/**
 * Answers with one place of each kind that the policies tell apart for a person: in what is delivered, and for writing anywhere
 * beside it.
 */
export function spotsIn(targets: Targets, statements: readonly Statement[]): Spots {
  const listed = statements.flatMap(({ resources = [], notResources = [] }) => [...resources, ...notResources]);
  const patterns = [...new Set(listed)].filter((pattern) => pattern !== "*");
  const isOpen = patterns.some((pattern) => pattern.includes("${"));
  const known = new Map<string, readonly Spot[]>();
  const find = ({ name, of }: AbilityRow, withins: readonly string[]) => {
    const spots = targets[of].flatMap((target) => [
      ...spotsOn(target, target.pattern, withins, {}),
      ...(name === "write" ? spotsOn(target, besideOf(target), withins, { isBeside: true }) : []),
    ]);
    return [...new Map(spots.toReversed().map((spot) => [spot.resource, spot])).values()].toReversed();
  };
  return (ability, person) => {
    const withins = isOpen ? filledFor(person, patterns) : patterns;
    const key = `${ability.of} ${ability.name === "write"} ${isOpen ? withins.join(" ") : ""}`;
    const spots = known.get(key) ?? find(ability, withins);
    known.set(key, spots);
    return spots;
  };
}

function spotsOn(
  target: Target,
  pattern: Pattern,
  withins: readonly string[],
  more: Pick<Spot, "isBeside">,
): readonly Spot[] {
  return [undefined, ...withins].flatMap((within): readonly Spot[] => {
    const resource = commonText(pattern, within ?? "*");
    return resource === undefined ? [] : [{ target, resource, ...(within !== undefined && { within }), ...more }];
  });
}

function besideOf({ pattern }: Target): string {
  return `${commonText(pattern, "*")?.replace(/\/.*/s, "")}/*`;
}

const variable = /\$\{([^}]*)\}/g;

/** Patterns as they are for a person, with what their variables stand for. */
function filledFor({ principal, context }: Person, patterns: readonly string[]): readonly string[] {
  const known = new Map([...principalContext(principal), ...context]);
  const filled = (pattern: string) =>
    pattern.replaceAll(variable, (_whole, key: string) => known.get(key.toLowerCase())?.[0] ?? "*");
  return [...new Set(patterns.map(filled))];
}
