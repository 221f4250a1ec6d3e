import { partitionOf } from "../../../emulator/index.ts";
import { InputError } from "../../input-error.ts";
import type { Missing } from "../../missing.ts";
import type { SourceLocation } from "../../source.ts";
import type { PolicyDocument, PolicyStatement } from "./document.ts";
import {
  type Arn,
  accountsNamed,
  arnIn,
  bucketNames,
  conditionValues,
  distinct,
  hasAction,
  isExact,
  resourceArns,
  rolesNamed,
  statementsOf,
} from "./names.ts";

/** What the command line says of a delivery that bare policies are about. */
export interface SaidOfDelivery {
  readonly accountA?: string;
  readonly accountB?: string;
  readonly regionA?: string;
  readonly regionB?: string;
  /** Name or ARN. */
  readonly role?: string;
  readonly bucket?: string;
  readonly dataStream?: string;
  readonly deliveryStream?: string;
}

/** What follows from the ARNs that policies name; whatever does not is undefined. */
export interface Facts {
  readonly partition: string;
  readonly accountA?: string;
  readonly accountB?: string;
  readonly regionA?: string;
  readonly regionB?: string;
  readonly role: { readonly path: string; readonly name?: string };
  readonly bucket?: string;
  /** Undefined: no policy names one, and records are put into the delivery stream. */
  readonly dataStream?: { readonly region?: string; readonly accountId?: string; readonly name?: string };
  readonly deliveryStream?: string;
  /** ARN of the key that the role may make data keys of. */
  readonly destinationKey?: string;
  /** ARN of the key that the role may only decrypt with. */
  readonly streamKey?: string;
  /** What must be said, for nothing follows without it. */
  readonly missing: readonly Missing[];
}

/** Works out the delivery. Throws an `InputError` where the policies are about several. */
export function factsOf(documents: readonly PolicyDocument[], said: SaidOfDelivery): Facts {
  const ofRole = statementsOf(documents, "role");
  const ofOthers = statementsOf(documents, "bucket", "key", "data-stream");
  const all = documents.flatMap(({ statements }) => statements);
  const roleArn = roleOf(documents, said);
  const role = arnIn(roleArn ?? "");
  const stream = dataStreamOf(documents, said);
  const delivering = deliveringArn(all);
  const { destinationKey, streamKey } = keysOf(ofRole, stream !== undefined);
  const regional = regionalNameIn(bucketOf(documents, said));
  const accountA =
    said.accountA ??
    role?.accountId ??
    stream?.accountId ??
    delivering?.accountId ??
    onlyOne(accountsNamed(statementsOf(documents, "bucket"))) ??
    onlyOne(conditionValues(statementsOf(documents, "trust"), "sts:ExternalId").filter((id) => /^\d{12}$/.test(id)));
  const rooted = accountsNamed(statementsOf(documents, "key")).filter((id) => id !== accountA);
  const regionA = said.regionA ?? stream?.region ?? delivering?.region ?? arnIn(streamKey ?? "")?.region;
  const found = {
    partition: regionA === undefined ? partitionIn(all) : partitionOf(regionA).name,
    accountA,
    accountB: said.accountB ?? arnIn(destinationKey ?? "")?.accountId ?? regional?.accountId ?? onlyOne(rooted),
    regionA,
    regionB:
      said.regionB ?? arnIn(destinationKey ?? "")?.region ?? regional?.region ?? servedRegion([...ofRole, ...ofOthers]),
    role: {
      path: /^role(\/(?:.*\/)?)[^/]*$/.exec(role?.resource ?? "")?.[1] ?? "/",
      name: role?.resource.replace(/^.*\//, "") ?? said.role ?? onlyOne(distinct(documents.flatMap(namedRole))),
    },
    bucket: bucketOf(documents, said),
    dataStream: stream,
    deliveryStream: said.deliveryStream ?? delivering?.name,
    destinationKey,
    streamKey,
  };
  return { ...definedIn(found), missing: missingIn(documents, found) } as Facts;
}

function definedIn<Members extends object>(members: Members): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/**
 * Without its account, nobody can say what is the role's; without the bucket, what it is about. Only in the partition `aws` may
 * a region stay unknown, for that of any other is one of few.
 */
function missingIn(documents: readonly PolicyDocument[], found: Partial<Facts>): readonly Missing[] {
  const source = sourceOf(documents);
  const isElsewhere = found.partition !== "aws";
  return [
    ...(isElsewhere && found.regionA === undefined
      ? [{ what: "the region of the delivery stream", option: "--region-a <region>", source }]
      : []),
    ...(isElsewhere && found.regionB === undefined
      ? [{ what: "the region of the bucket", option: "--region-b <region>", source }]
      : []),
    ...(found.accountA === undefined ? [{ what: "the account of the role", option: "--account-a <id>", source }] : []),
    ...(found.bucket === undefined ? [{ what: "the name of the bucket", option: "--bucket <name>", source }] : []),
  ];
}

export function sourceOf([first]: readonly PolicyDocument[]): SourceLocation {
  return { file: first?.policy.source.file ?? "input" };
}

function onlyOne<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** The only one, or what the command line says. Throws an `InputError` where there are several and it says nothing. */
function chosen(documents: readonly PolicyDocument[], what: string, names: readonly string[], option: string) {
  if (names.length < 2) return names[0];
  throw new InputError(
    sourceOf(documents),
    `the policies name several ${what}: ${names.map((name) => `\`${name}\``).join(", ")}`,
    `choose by ${option}`,
  );
}

function namedRole({ roleName }: PolicyDocument): readonly string[] {
  return roleName === undefined ? [] : [roleName];
}

/** The ARN of the role, where one is named by it. */
function roleOf(documents: readonly PolicyDocument[], { role }: SaidOfDelivery): string | undefined {
  if (role?.startsWith("arn:") === true) return role;
  const printed = documents.flatMap(({ roleArn }) => roleArn ?? []);
  const named = rolesNamed(statementsOf(documents, "bucket", "key", "data-stream"));
  const asked = role ?? onlyOne(distinct(documents.flatMap(namedRole)));
  const fitting = [...printed, ...named].filter((arn) => asked === undefined || arn.endsWith(`/${asked}`));
  if (asked !== undefined) return fitting[0];
  return chosen(documents, "roles", distinct(fitting), "--role <name>");
}

/** Actions on a data stream that a role needs to read it. */
const reading = ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream", "kinesis:ListShards"];

function dataStreamOf(documents: readonly PolicyDocument[], { dataStream }: SaidOfDelivery): Facts["dataStream"] {
  const statements = statementsOf(documents, "role").filter(
    (each) => each.isAllow && !each.actions.includes("*") && hasAction(each, ...reading),
  );
  const arns = resourceArns(statements, "kinesis");
  const asked = arnIn(dataStream ?? "");
  if (asked !== undefined) return placeOf(asked);
  const exact = arns.filter(({ resource }) => /^stream\/[^/]+$/.test(resource) && isExact(resource));
  const names = distinct(exact.map(({ text }) => text));
  const name = dataStream === undefined ? chosen(documents, "data streams", names, "--data-stream <name>") : undefined;
  const one = exact.find(({ text, resource }) => text === name || resource === `stream/${dataStream}`) ?? arns[0];
  if (one === undefined && statements.length === 0 && dataStream === undefined) return undefined;
  return { ...(one !== undefined && placeOf(one)), ...(dataStream !== undefined && { name: dataStream }) };
}

/** As far as it is no pattern. */
function placeOf({ region, accountId, resource }: Arn): NonNullable<Facts["dataStream"]> {
  const name = resource.replace(/^stream\//, "");
  return {
    ...(isExact(region) && { region }),
    ...(isExact(accountId) && { accountId }),
    ...(isExact(name) && { name }),
  };
}

/** The bucket that a bucket policy is of; without one, the bucket that the role's policies name. */
function bucketOf(documents: readonly PolicyDocument[], { bucket }: SaidOfDelivery): string | undefined {
  if (bucket !== undefined) return bucket;
  const own = bucketNames(statementsOf(documents, "bucket"));
  const written = bucketNames(statementsOf(documents, "role").filter(({ isAllow }) => isAllow));
  const both = own.filter((name) => written.includes(name));
  return chosen(documents, "buckets", both.length > 0 ? both : own.length > 0 ? own : written, "--bucket <name>");
}

/** A bucket of an account's regional namespace says whose it is. Source: S3 User Guide, bucket namespaces. */
export function regionalNameIn(
  bucket: string | undefined,
): { readonly accountId: string; readonly region: string } | undefined {
  const [, accountId = "", region = ""] = /-(\d{12})-([a-z]{2}(?:-[a-z]+)+-\d)-an$/.exec(bucket ?? "") ?? [];
  return accountId === "" ? undefined : { accountId, region };
}

interface Delivering {
  readonly region: string;
  readonly accountId: string;
  readonly name?: string;
}

/** Of the delivery stream: in a condition on its ARN, or as the log group that is called after it. */
function deliveringArn(statements: readonly PolicyStatement[]): Delivering | undefined {
  const sources = conditionValues(statements, "aws:SourceArn").flatMap((text) => arnIn(text) ?? []);
  const groups = resourceArns(statements, "logs");
  for (const { service, region, accountId, resource } of [...sources, ...groups]) {
    const [, name = ""] =
      (service === "firehose" ? /^deliverystream\/(.+)$/ : /^log-group:\/aws\/kinesisfirehose\/([^:]+)(?::.*)?$/).exec(
        resource,
      ) ?? [];
    if (name === "" || !isExact(region) || !isExact(accountId)) continue;
    return { region, accountId, ...(isExact(name) && { name }) };
  }
  return undefined;
}

/** Writing needs data keys, reading the data stream decrypts. Source: Data Firehose Developer Guide, "Grant access to S3". */
function keysOf(
  statements: readonly PolicyStatement[],
  readsStream: boolean,
): Pick<Facts, "destinationKey" | "streamKey"> {
  const allowed = statements.filter(({ isAllow, actions }) => isAllow && !actions.includes("*"));
  const keys = (of: readonly PolicyStatement[]) =>
    distinct(
      resourceArns(of, "kms")
        .filter(({ text, resource }) => resource.startsWith("key/") && isExact(text))
        .map(({ text }) => text),
    );
  const writing = allowed.filter((each) => hasAction(each, "kms:GenerateDataKey"));
  const decrypting = allowed.filter((each) => hasAction(each, "kms:Decrypt") && !writing.includes(each));
  const [destinationKey] = keys(writing);
  const [streamKey] = readsStream ? keys(decrypting).filter((key) => key !== destinationKey) : [];
  return {
    ...(destinationKey !== undefined && { destinationKey }),
    ...(streamKey !== undefined && { streamKey }),
  };
}

/** Of the S3 that a condition says a key is used through. */
function servedRegion(statements: readonly PolicyStatement[]): string | undefined {
  const regions = conditionValues(statements, "kms:ViaService").flatMap(
    (text) => /^s3\.([a-z0-9-]+)\.amazonaws\.(?:com|eu)/.exec(text)?.[1] ?? [],
  );
  return onlyOne(distinct(regions));
}

/** Of most ARNs, where no region says it: one of another partition is what the check is to find. */
function partitionIn(statements: readonly PolicyStatement[]): string {
  const all = statements
    .flatMap(({ resources, principals }) => [...resources, ...principals])
    .flatMap((text) => arnIn(text)?.partition ?? []);
  const counted = [...Map.groupBy(all, (partition) => partition)].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  return counted[0]?.[0] ?? "aws";
}
