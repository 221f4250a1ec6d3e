import type {
  BucketSetup,
  DataStreamSetup,
  DeliveryStreamSetup,
  Evidence,
  KeySetup,
  LogGroupSetup,
  RoleSetup,
  Setup,
} from "../../harness/result.ts";
import type { DiagramNode, NodePolicy } from "./types.ts";

/** The things that the diagram is about: one of each kind, the delivery stream's where there are several. */
export interface Subject {
  readonly dataStream: DataStreamSetup | undefined;
  readonly deliveryStream: DeliveryStreamSetup | undefined;
  readonly role: RoleSetup | undefined;
  readonly bucket: BucketSetup | undefined;
  readonly logGroup: LogGroupSetup | undefined;
  readonly sourceKey: SubjectKey | undefined;
  readonly bucketKey: SubjectKey | undefined;
}

/** A key of the set-up, or one that AWS manages and only calls tell of. */
export interface SubjectKey {
  /** ARN, ID or `aws/s3`. */
  readonly id: string;
  readonly setup?: KeySetup;
}

export function subjectOf({ setup, calls }: Evidence): Subject {
  const deliveryStream = last(setup.deliveryStreams);
  const role = byArn(setup.roles, deliveryStream?.role) ?? last(setup.roles);
  const bucket =
    byArn(setup.buckets, deliveryStream?.bucket) ??
    last(setup.buckets.filter(({ account }) => account === "B")) ??
    last(setup.buckets);
  const dataStream = byArn(setup.dataStreams, deliveryStream?.source) ?? last(setup.dataStreams);
  const used = new Set(calls.flatMap(({ decisions }) => decisions.map(({ resource }) => resource)));
  const sourceKey = keyOf(setup, dataStream?.key);
  const asked = deliveryStream?.key ?? bucket?.key;
  const bucketKey = keyOf(setup, asked) ?? keyOf(setup, last([...used].filter((each) => isOtherKey(each, sourceKey))));
  const logGroup = setup.logGroups.find(({ name }) => name === deliveryStream?.logGroup);
  return { dataStream, deliveryStream, role, bucket, logGroup, sourceKey, bucketKey };
}

/** In reading order: account A from the record on, then account B. */
export function nodesOf(evidence: Evidence, subject: Subject): readonly DiagramNode[] {
  const { dataStream, deliveryStream, role, bucket, logGroup, sourceKey, bucketKey } = subject;
  const node = (id: DiagramNode["id"], kind: string, made: MadeThing, more: Partial<DiagramNode> = {}) => {
    const notes = [...(more.notes ?? []), ...(made.isDeleted === true ? ["deleted"] : [])];
    // What an account without a letter has stands where its kind does.
    const isPlaced = made.account === "A" || made.account === "B";
    const account = isPlaced ? (made.account as "A" | "B") : isInB(id) ? "B" : "A";
    return { id, kind, name: made.name, account, policies: more.policies ?? [], notes } as const;
  };
  return [
    node("caller", "producer", { name: "account A", account: "A" }),
    dataStream && node("data-stream", "data stream", dataStream, { notes: dataStreamNotes(dataStream) }),
    sourceKey && keyNode("source-key", sourceKey, evidence),
    deliveryStream &&
      node("delivery-stream", "delivery stream", deliveryStream, { notes: deliveryNotes(deliveryStream) }),
    role && node("role", "role", role, { notes: roleNotes(role), policies: rolePolicies(role) }),
    logGroup && node("log-group", "log group", logGroup),
    bucket && node("bucket", "bucket", bucket, { notes: bucketNotes(bucket), policies: bucketPolicies(bucket) }),
    bucketKey && keyNode("bucket-key", bucketKey, evidence),
    node("reader", "reader", { name: "account B", account: "B" }),
  ].filter((each) => each !== undefined);
}

interface MadeThing {
  readonly name: string;
  readonly account?: string;
  readonly isDeleted?: boolean;
}

function keyNode(id: "source-key" | "bucket-key", { id: keyId, setup }: SubjectKey, evidence: Evidence): DiagramNode {
  const owner = /^arn:[^:]*:kms:[^:]*:(\d*):/.exec(keyId)?.[1];
  const named = setup?.account ?? evidence.accounts.find((each) => each.id === owner)?.name;
  const account = named === "A" || named === "B" ? named : isInB(id) ? "B" : "A";
  const policies = setup?.policy === undefined ? [] : [{ name: "key policy", document: setup.policy }];
  const notes = [...(setup === undefined ? ["managed by AWS"] : []), ...(setup?.isDisabled ? ["disabled"] : [])];
  return { id, kind: "key", name: setup?.name ?? keyId.split("/").slice(-1)[0] ?? keyId, account, notes, policies };
}

function isInB(id: DiagramNode["id"]): boolean {
  return id === "bucket" || id === "bucket-key" || id === "reader";
}

function dataStreamNotes({ shards }: DataStreamSetup): readonly string[] {
  return shards === undefined ? [] : [shards === 1 ? "1 shard" : `${shards} shards`];
}

function deliveryNotes({ intervalInSeconds, sizeInMiB, version }: DeliveryStreamSetup): readonly string[] {
  return [`${intervalInSeconds} s or ${sizeInMiB} MiB`, `v${version}`];
}

function roleNotes({ policies, boundary }: RoleSetup): readonly string[] {
  const count = policies.length === 1 ? "1 policy" : `${policies.length} policies`;
  return [policies.length === 0 ? "no policy" : count, ...(boundary === undefined ? [] : ["boundary"])];
}

function rolePolicies({ trustPolicy, policies }: RoleSetup): readonly NodePolicy[] {
  const trust = trustPolicy === undefined ? [] : [{ name: "trust policy", document: trustPolicy }];
  return [...trust, ...policies.map(({ name, document }) => ({ name: `policy ${name}`, document }))];
}

function bucketNotes({ objectOwnership, policy }: BucketSetup): readonly string[] {
  return [objectOwnership, ...(policy === undefined ? ["no policy"] : [])];
}

function bucketPolicies({ policy }: BucketSetup): readonly NodePolicy[] {
  return policy === undefined ? [] : [{ name: "bucket policy", document: policy }];
}

function keyOf({ keys }: Setup, id: string | undefined): SubjectKey | undefined {
  if (id === undefined) return undefined;
  const setup = keys.find(({ arn, name }) => arn === id || name === id);
  return { id: setup?.arn ?? id, ...(setup !== undefined && { setup }) };
}

function isOtherKey(arn: string, key: SubjectKey | undefined): boolean {
  return /^arn:[^:]*:kms:.*:key\//.test(arn) && arn !== key?.id;
}

/** ARNs end with the name, behind `:`, `/` or `:::`. */
function byArn<Thing extends { readonly name: string }>(
  things: readonly Thing[],
  arn: string | undefined,
): Thing | undefined {
  return arn === undefined
    ? undefined
    : things.find(({ name }) => arn.endsWith(`/${name}`) || arn.endsWith(`:${name}`));
}

/** The last that is there; the last of all where none is. */
function last<Thing>(
  things: readonly (Thing & { readonly isDeleted?: boolean })[] | readonly Thing[],
): Thing | undefined {
  const all = things as readonly (Thing & { readonly isDeleted?: boolean })[];
  return all.findLast((each) => each.isDeleted !== true) ?? all.at(-1);
}
