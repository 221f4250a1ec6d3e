import { isDeepStrictEqual } from "node:util";
import { bucketArn } from "../emulator/index.ts";
import { bucketNameOf } from "../emulator/model/arn.ts";
import type {
  AccountConfiguration,
  BucketConfiguration,
  Configuration,
  DeliveryStreamConfiguration,
  MemberConfiguration,
  NotChecked,
} from "./configuration.ts";
import { InputError } from "./input-error.ts";
import { type Missing, MissingError, missingIn } from "./missing.ts";
import type { LeftOut, Owned, Part, PartAccount, Unreadable } from "./part.ts";
import { refuseTwoPartitions } from "./partitions.ts";
import { principalsNamed } from "./principals-named.ts";
import { relevantPart } from "./relevant.ts";
import { roleArn, roleIdsOf } from "./roles.ts";
import { locationText, type SourceLocation } from "./source.ts";
import { UndecidedError } from "./undecided.ts";
import { assuming, valuesFrom, withAssumptions } from "./unknown/assume.ts";
import { hasMark, type Unknown } from "./unknown/unknown.ts";
import { inWords } from "./unknown/world.ts";
import { refuseUnreadable, withheldFrom } from "./unreadable.ts";

export interface Choice {
  /** Name of the delivery stream that is checked; needed where the input has several. */
  readonly deliveryStream?: string;
  /** Name of the bucket that it delivers to, for the same purpose. */
  readonly bucket?: string;
  /** Id of the account that the bucket is said to be in. */
  readonly accountB?: string;
  /** `o-…/r-…/ou-…/` of an account, where the input does not say it. */
  readonly organizationPaths?: { readonly A?: string; readonly B?: string };
}

/**
 * One configuration out of everything that was read: the delivery stream in question, its bucket, and all that stands
 * around them. Throws an `InputError` where something that decides the delivery is not described, or twice and differently.
 */
export function merge(parts: readonly Part[], choice: Choice = {}): Configuration {
  try {
    return merged(parts, choice);
  } catch (error) {
    if (!(error instanceof InputError) || error instanceof UndecidedError) throw error;
    const unknowns = parts.flatMap((part) => part.unknowns);
    const told = (text: string) => inWords({ unknowns }, text);
    if (error instanceof MissingError) throw new MissingError(inWords({ unknowns }, error.missing));
    throw new InputError(error.location, told(error.problem), error.fix && told(error.fix));
  }
}

function merged(parts: readonly Part[], choice: Choice): Configuration {
  const all = <Kind extends keyof Part>(kind: Kind) => parts.flatMap((part) => part[kind] as Part[Kind][number][]);
  const unknowns = all("unknowns");
  const contradictions = new Map<object, InputError>();
  const once = onceEach(contradictions);
  const unreadable = all("unreadable");
  const described = once("delivery stream", all("deliveryStreams"), nameOf);
  const unread = unreadable.filter(({ kind }) => kind === "delivery-stream").map(({ error }) => error);
  if (described.length === 0) refuseMissing([...all("missing"), ...missingIn(unread)]);
  if (described.length === 0 && unread[0] !== undefined) throw unread[0];
  const leftOut = all("leftOut");
  if (described.length === 0) refuseLeftOut(leftOut, "delivery-stream");
  const deliveryStream = chooseDeliveryStream(described, choice);
  const named = [
    ...all("roles").map(roleArn),
    ...all("buckets").map(({ name, region }) => bucketArn(region, name)),
    ...all("dataStreams").map(arnOf),
  ];
  refuseMissing([...all("missing"), ...withheldFrom({ deliveryStream, unknowns }, named)]);
  const bucket = findBucket(once("bucket", all("buckets"), nameOf), deliveryStream, unknowns, { unreadable, leftOut });
  refuseTwoPartitions(deliveryStream, bucket);
  refuseUnaddressable(bucket);
  const isOne = bucket.accountId === deliveryStream.accountId;
  if (isOne && choice.accountB !== undefined && choice.accountB !== bucket.accountId) {
    throw new InputError(
      bucket.source,
      `bucket \`${bucket.name}\` is in account ${bucket.accountId}, as the delivery stream is, and not in ${choice.accountB}`,
      "give the input of account B, or leave out --account-b where all is in one account",
    );
  }
  const known = {
    roles: once("role", all("roles"), ({ accountId, path = "/", name }) => `${accountId}${path}${name}`),
    managedPolicies: once("managed policy", all("managedPolicies"), arnOf, ({ document }) => document.source),
    keys: once("key", all("keys"), arnOf),
    dataStreams: once("data stream", all("dataStreams"), arnOf),
  };
  roleIdsOf(known.roles);
  const { accountId: _a, region: regionOfA, ...stream } = deliveryStream;
  const { accountId: _b, region: regionOfB, ...landing } = bucket;
  const [organization] = once("organization", all("organizations"), ({ id }) => id);
  const found: Configuration = {
    accountA: accountOf(all("accounts"), deliveryStream.accountId, regionOfA),
    accountB: accountOf(all("accounts"), bucket.accountId, regionOfB),
    dataStream: known.dataStreams.find(({ arn }) => arn === stream.reads?.dataStreamArn),
    deliveryStream: stream,
    roles: known.roles,
    managedPolicies: known.managedPolicies,
    bucket: landing,
    ...backupBucketOf(all("buckets"), deliveryStream),
    keys: known.keys,
    logStreams: all("logStreams"),
    ...(all("functionPermissions").length > 0 && { functionPermissions: all("functionPermissions") }),
    ...(organization !== undefined && { organization }),
    assumed: all("assumed"),
    notChecked: [...all("notChecked"), ...unreadable.map(noted)],
    unknowns,
    references: all("references"),
    assumptions: all("assumptions"),
  };
  refuseContradicted(contradictions, [deliveryStream, bucket, organization, ...playedOf(found)]);
  const assumed = withAssumptions(withBucketNamed(placedInOrganization(found, choice.organizationPaths)));
  refuseUnreadable(assumed, unreadable);
  return { ...assumed, assumed: [...assumed.assumed, ...principalsNamed(assumed)] };
}

function refuseMissing(missing: readonly Missing[]): void {
  if (missing.length > 0) throw new MissingError(missing);
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function arnOf({ arn }: { readonly arn: string }): string {
  return arn;
}

/**
 * Each resource once; twice in the same words is once. In other words it is a contradiction, which is told of the resource
 * that came first: it is in the way of a delivery that meets it, and of no other.
 */
function onceEach(contradictions: Map<object, InputError>) {
  return <Resource extends object>(
    kind: string,
    resources: readonly Resource[],
    idOf: (resource: Resource) => string,
    sourceOf: (resource: Resource) => SourceLocation = (resource) => (resource as { source: SourceLocation }).source,
  ): readonly Resource[] => {
    const byId = new Map<string, Resource>();
    for (const resource of resources) {
      const id = idOf(resource);
      const earlier = byId.get(id) ?? resource;
      byId.set(id, earlier);
      if (earlier === resource || contradictions.has(earlier)) continue;
      if (isDeepStrictEqual(withoutSources(earlier), withoutSources(resource))) continue;
      const problem = `${kind} \`${id}\` is described differently in ${locationText(sourceOf(earlier))}`;
      contradictions.set(earlier, new InputError(sourceOf(resource), problem, "leave one of them out"));
    }
    return [...byId.values()];
  };
}

/** What the delivery meets of what may be described twice. */
function playedOf(found: Configuration): readonly (object | undefined)[] {
  const { roles, managedPolicies, keys, dataStream, backupBucket } = relevantPart(found);
  return [...roles, ...managedPolicies, ...keys, dataStream, backupBucket];
}

function refuseContradicted(contradictions: ReadonlyMap<object, InputError>, met: readonly (object | undefined)[]) {
  for (const resource of met) {
    const contradiction = resource === undefined ? undefined : contradictions.get(resource);
    if (contradiction !== undefined) throw contradiction;
  }
}

/** Members that say where something stands, and not what it is. */
const places = new Set(["source", "statements", "file", "manifest"]);

/** What is described, wherever it stands. */
function withoutSources(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (places.has(key) ? undefined : inner)));
}

function chooseDeliveryStream(
  described: readonly Owned<DeliveryStreamConfiguration>[],
  { deliveryStream: name, bucket }: Choice,
): Owned<DeliveryStreamConfiguration> {
  const streams = bucket === undefined ? described : described.filter((each) => bucketOf(each) === bucket);
  if (streams.length === 0 && described.length > 0) {
    const names = [...new Set(described.map(bucketOf))].map((each) => `\`${each}\``).join(", ");
    throw new InputError({ file: "input" }, `nothing in it delivers to bucket \`${bucket}\``, `there are: ${names}`);
  }
  const names = streams.map((each) => `\`${askedFor(each)}\``).join(", ");
  const [first] = streams;
  if (first === undefined) {
    throw new InputError(
      { file: "input" },
      "there is no delivery stream in it",
      "give the input that describes one too",
    );
  }
  if (name !== undefined) {
    const chosen = streams.find((each) => each.name === name) ?? streams.find((each) => isCalled(each, name));
    if (chosen !== undefined) return chosen;
    throw new InputError({ file: "input" }, `there is no delivery stream \`${name}\` in it`, `there are: ${names}`);
  }
  if (streams.length > 1) {
    throw new InputError(
      { file: "input" },
      `there are several delivery streams in it: ${names}`,
      "choose by --delivery-stream",
    );
  }
  return first;
}

/** What chooses it: its name, or its logical id or address where the name is drawn at deployment. */
function askedFor({ name, source }: DeliveryStreamConfiguration): string {
  return hasMark(name) ? (source.path?.replace(/^Resources\./, "") ?? name) : name;
}

function isCalled({ name, source }: DeliveryStreamConfiguration, asked: string): boolean {
  return hasMark(name) && (source.path === asked || source.path === `Resources.${asked}`);
}

/** By its name, or, where that is drawn at deployment, the only one that can be meant. */
function findBucket(
  buckets: readonly Owned<BucketConfiguration>[],
  deliveryStream: DeliveryStreamConfiguration,
  unknowns: readonly Unknown[],
  { unreadable, leftOut }: Pick<Part, "unreadable" | "leftOut">,
): Owned<BucketConfiguration> {
  const name = bucketOf(deliveryStream);
  const bucket = buckets.find((each) => each.name === name);
  if (bucket !== undefined) return bucket;
  const [only, ...others] = buckets.filter((each) => valuesFrom(name, each.name, unknowns, true) !== undefined);
  if (only !== undefined && others.length === 0) return only;
  const unread = unreadable.find((each) => each.kind === "bucket" && each.name === name);
  if (unread !== undefined) throw unread.error;
  refuseLeftOut(leftOut, "bucket", name);
  throw new InputError(
    deliveryStream.source,
    `its bucket \`${inWords({ unknowns }, name)}\` is described nowhere`,
    "give the input of account B too",
  );
}

/** A name that AWS refuses is for AWS to refuse; one with a slash is no bucket's in any request, but a bucket's and a key's. */
function refuseUnaddressable({ name, source }: BucketConfiguration): void {
  if (!name.includes("/")) return;
  throw new InputError(
    source,
    `bucket \`${name}\` has a slash in its name`,
    "give the bucket's name alone: no name of a bucket has one",
  );
}

/** Throws an `InputError` where what is missing is what the input leaves out. */
function refuseLeftOut(leftOut: readonly LeftOut[], kind: LeftOut["kind"], name?: string): void {
  const found = leftOut.find((each) => each.kind === kind && (name === undefined || (each.name ?? name) === name));
  if (found === undefined) return;
  const { source, what, because, fix } = found;
  throw new InputError(source, `the delivery needs ${what}, and ${because}`, fix);
}

/** A bucket whose name is drawn, and that the delivery stream names as it is deployed. */
function withBucketNamed(configuration: Configuration): Configuration {
  const { bucket, deliveryStream, unknowns } = configuration;
  const name = bucketOf(deliveryStream);
  const values = valuesFrom(name, bucket.name, unknowns, true);
  if (values === undefined) return configuration;
  return assuming(configuration, values, {
    text: `the bucket of ${bucket.source.file} is deployed as \`${name}\`, to which ${deliveryStream.source.file} delivers`,
    source: bucket.source,
  });
}

/** What could not be read, beside a delivery that does not need it. */
function noted({ what, error }: Unreadable): NotChecked {
  return { what, because: error.problem, source: error.location, couldMatter: false };
}

/** With the accounts where the paths have them. */
function placedInOrganization(configuration: Configuration, paths: Choice["organizationPaths"] = {}): Configuration {
  const { accountA, accountB, organization } = configuration;
  const given = new Map([
    [accountA.id, paths.A],
    [accountB.id, paths.B],
  ]);
  const [path] = [...given.values()].filter((each) => each !== undefined);
  if (path === undefined) return configuration;
  const [id = ""] = path.split("/");
  if (organization !== undefined && organization.id !== id) {
    throw new InputError(
      organization.source,
      `the organization is \`${organization.id}\`, and --organization-path names \`${id}\``,
      "give the path in that organization",
    );
  }
  const members = organization?.members ?? [];
  const placed = [...given].flatMap(([accountId, at]): readonly MemberConfiguration[] => {
    const member = members.find((each) => each.accountId === accountId);
    if (at === undefined) return member === undefined ? [] : [member];
    const bare = { accountId, serviceControlPolicies: [], resourceControlPolicies: [], isOnlyPlaced: true };
    return [{ ...(member ?? bare), path: at }];
  });
  const others = members.filter(({ accountId }) => !given.has(accountId));
  const source = organization?.source ?? { file: "command line" };
  return { ...configuration, organization: { id, members: [...placed, ...others], source } };
}

/** Of the source backup, where it is another one and described. */
function backupBucketOf(
  buckets: readonly Owned<BucketConfiguration>[],
  { destination }: DeliveryStreamConfiguration,
): Pick<Configuration, "backupBucket"> {
  const { S3BackupMode: mode, S3BackupConfiguration: backup, BucketARN } = destination;
  if (mode !== "Enabled" || backup?.BucketARN === BucketARN) return {};
  const backupBucket = buckets.find(({ name }) => name === bucketNameOf(backup?.BucketARN ?? ""));
  return backupBucket === undefined ? {} : { backupBucket };
}

function bucketOf({ destination }: DeliveryStreamConfiguration): string {
  return bucketNameOf(destination.BucketARN ?? "");
}

function accountOf(accounts: readonly PartAccount[], id: string, region: string): AccountConfiguration {
  const block = accounts.find((account) => account.id === id && account.publicAccessBlock !== undefined);
  return { id, region, ...(block !== undefined && { publicAccessBlock: block.publicAccessBlock }) };
}
