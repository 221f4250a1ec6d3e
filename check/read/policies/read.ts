import type { Assumption, BucketConfiguration, KeyConfiguration, RoleConfiguration } from "../../configuration.ts";
import { InputError } from "../../input-error.ts";
import { MissingError } from "../../missing.ts";
import { emptyPart, type Owned, type Part } from "../../part.ts";
import { unknownAccount, unknownRegion } from "../account-of-side.ts";
import type { ReadingSettings, ReadSettings } from "../input-reader.ts";
import { trustAssumed, usualTrustPolicy } from "../usual-trust.ts";
import { type PolicyDocument, type PolicyFile, type PolicyKind, policyDocument } from "./document.ts";
import { type Facts, factsOf, regionalNameIn, sourceOf } from "./facts.ts";
import { keyPolicies } from "./keys.ts";
import { accountsNamed } from "./names.ts";
import { type SavedManifest, savedManifest } from "./save.ts";
import { drawnKeyId, unknownBlock, unknownName } from "./unknown-names.ts";

/**
 * A delivery out of bare policies: of a role and of a bucket, perhaps with the role's trust policy and the policies of keys
 * and of the data stream. Names, accounts and regions follow from the ARNs in them; what does not follow has a mark, and what
 * is taken as usual is an assumption. Throws an `InputError` where they do not make a delivery.
 */
export function readPolicies(files: readonly PolicyFile[], settings: ReadingSettings): Part {
  const documents = files.map(policyDocument);
  refuseIncomplete(documents);
  const facts = factsOf(documents, saidIn(settings));
  if (facts.missing.length > 0) throw new MissingError(facts.missing);
  return partOf(documents, facts, settings);
}

/** The same as the manifest that says it. Throws an `InputError`, a `MissingError` with all that a manifest has to say. */
export function manifestOfPolicies(files: readonly PolicyFile[], settings: ReadSettings): SavedManifest {
  const documents = files.map(policyDocument);
  refuseIncomplete(documents);
  return savedManifest(documents, factsOf(documents, saidIn(settings)));
}

/**
 * What a bucket policy says beside inputs that describe the delivery: of a bucket that none of them need describe. Throws an
 * `InputError` on policies of anything else, which do not show what in those inputs they are of.
 */
export function readBucketPolicy(files: readonly PolicyFile[], settings: ReadingSettings): Part {
  const documents = files.map(policyDocument);
  const other = documents.find(({ kind }) => kind !== "bucket");
  if (other !== undefined) {
    throw new InputError(
      other.policy.source,
      `is ${whatIs[other.kind]}, and does not show to what of the other inputs it belongs`,
      "describe it in them, or give bare policies alone",
    );
  }
  return {
    ...emptyPart,
    buckets: documents.map(({ policy }, index) => {
      const { bucket: name, missing, ...facts } = factsOf(documents.slice(index, index + 1), saidIn(settings));
      if (name === undefined) throw new MissingError(missing);
      const { accountB, regionB } = facts;
      return {
        accountId: accountB ?? unknownAccount("B", settings, policy.source),
        region: regionB ?? unknownRegion("B", settings, policy.source),
        name,
        ...namespaceOf(name),
        policy,
        source: policy.source,
      };
    }),
  };
}

/** What the command line says of them. */
export function saidIn({ accountA, accountB, names = {} }: Pick<ReadingSettings, "accountA" | "accountB" | "names">) {
  return {
    ...names,
    ...(accountA?.id !== undefined && { accountA: accountA.id }),
    ...(accountB?.id !== undefined && { accountB: accountB.id }),
    ...(accountA?.region !== undefined && { regionA: accountA.region }),
    ...(accountB?.region !== undefined && { regionB: accountB.region }),
  };
}

const whatIs: Readonly<Record<PolicyKind, string>> = {
  role: "the role's policy",
  trust: "the role's trust policy",
  bucket: "the bucket's policy",
  key: "a key's policy",
  "data-stream": "the data stream's policy",
};

/** A delivery has one role, one bucket and one data stream. */
function refuseIncomplete(documents: readonly PolicyDocument[]): void {
  const ofKind = (kind: PolicyKind) => documents.filter((each) => each.kind === kind);
  for (const kind of ["bucket", "trust", "data-stream"] as const) {
    const [, second] = ofKind(kind);
    if (second === undefined) continue;
    const [first] = ofKind(kind);
    const fix =
      ofKind("role").length > 0
        ? "give one of them"
        : "give one of them, and the role's policy, which names no principal";
    const also = first?.policy.source.file ?? "another file";
    throw new InputError(second.policy.source, `is ${whatIs[kind]}, and so is ${also}`, fix);
  }
  if (ofKind("role").length === 0) {
    throw new InputError(
      sourceOf(documents),
      `is ${whatIs[documents[0]?.kind ?? "bucket"]}, and no policy of the role is given`,
      "give that too: crosscheck check role-policy.json bucket-policy.json",
    );
  }
}

function partOf(documents: readonly PolicyDocument[], facts: Facts, settings: ReadingSettings): Part {
  const { unknowns } = settings;
  const source = sourceOf(documents);
  const accountA = facts.accountA ?? unknownAccount("A", settings, source);
  const regionA = facts.regionA ?? unknownRegion("A", settings, source);
  const accountB = facts.accountB ?? unknownAccount("B", settings, source);
  const regionB = facts.regionB ?? unknownRegion("B", settings, source);
  const isOne = accountA === accountB;
  const bucketPolicy = documents.find(({ kind }) => kind === "bucket")?.policy;
  if (bucketPolicy === undefined && !isOne) throw withoutBucketPolicy(documents, accountA);
  const { partition, dataStream: stream } = facts;
  const name = facts.role.name ?? unknownName(unknowns, "role", source);
  const roleArn = `arn:${partition}:iam::${accountA}:role${facts.role.path}${name}`;
  const bucket: Owned<BucketConfiguration> = {
    accountId: accountB,
    region: regionB,
    name: facts.bucket ?? "",
    ...namespaceOf(facts.bucket),
    publicAccessBlock: unknownBlock(unknowns, facts.bucket ?? "", bucketPolicy?.source ?? source),
    ...(bucketPolicy !== undefined && { policy: bucketPolicy }),
    ...encryptionUnder(keyOfBucket(documents, facts, { accountB, regionB }, settings)),
    source: bucketPolicy?.source ?? source,
  };
  const dataStreamArn =
    stream &&
    `arn:${partition}:kinesis:${stream.region ?? regionA}:${stream.accountId ?? accountA}:stream/${stream.name ?? unknownName(unknowns, "data stream", source)}`;
  const trust = documents.find(({ kind }) => kind === "trust")?.policy;
  const role: RoleConfiguration = {
    partition,
    accountId: accountA,
    path: facts.role.path,
    name,
    trustPolicy: trust ?? usualTrustPolicy(source),
    inlinePolicies: documents.filter(({ kind }) => kind === "role").map(({ policy }) => policy),
    attachedPolicyArns: [],
    source,
  };
  const streamPolicy = documents.find(({ kind }) => kind === "data-stream")?.policy;
  return {
    ...emptyPart,
    roles: [role],
    buckets: [bucket],
    keys: keysIn(documents, bucket, facts),
    dataStreams:
      dataStreamArn === undefined
        ? []
        : [
            {
              arn: dataStreamArn,
              ...(facts.streamKey !== undefined && { kmsKeyArn: facts.streamKey }),
              ...(streamPolicy !== undefined && { resourcePolicy: streamPolicy }),
              source,
            },
          ],
    deliveryStreams: [
      {
        accountId: accountA,
        region: regionA,
        name: facts.deliveryStream ?? unknownName(unknowns, "delivery stream", source),
        ...(dataStreamArn !== undefined && { reads: { dataStreamArn, roleArn } }),
        destination: { RoleARN: roleArn, BucketARN: `arn:${partition}:s3:::${bucket.name}` },
        source,
      },
    ],
    assumptions: assumptionsOf({ documents, facts, bucket, isOne, trust }),
  };
}

/** A bucket that has a policy is there, and was created as its name asks for. */
function namespaceOf(bucket: string | undefined): Pick<BucketConfiguration, "namespace"> {
  return regionalNameIn(bucket) === undefined ? {} : { namespace: "account-regional" };
}

function withoutBucketPolicy(documents: readonly PolicyDocument[], accountA: string): InputError {
  return new InputError(
    sourceOf(documents),
    "is the role's policy, and no policy of the bucket is given",
    `give that too: crosscheck check role-policy.json bucket-policy.json; or --account-b ${accountA} where the bucket is in the role's account`,
  );
}

/** The key that objects are encrypted under: that which the role may make data keys of, or the only one that has a policy. */
function keyOfBucket(
  documents: readonly PolicyDocument[],
  { destinationKey, streamKey, partition }: Facts,
  { accountB, regionB }: { readonly accountB: string; readonly regionB: string },
  { unknowns }: ReadingSettings,
): string | undefined {
  if (destinationKey !== undefined) return destinationKey;
  const policies = documents.filter(({ kind }) => kind === "key");
  const [only] = policies.slice(streamKey === undefined ? 0 : 1);
  if (only === undefined) return undefined;
  const [accountId = accountB] = accountsNamed(only.statements).filter((id) => id === accountB);
  return `arn:${partition}:kms:${regionB}:${accountId}:key/${drawnKeyId(unknowns, only.policy.source)}`;
}

function encryptionUnder(KMSMasterKeyID: string | undefined): Pick<BucketConfiguration, "encryption"> {
  if (KMSMasterKeyID === undefined) return {};
  return { encryption: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID } } };
}

function keysIn(documents: readonly PolicyDocument[], { encryption }: BucketConfiguration, { streamKey }: Facts) {
  const destinationKey = encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  const found = keyPolicies(documents, {
    ...(streamKey !== undefined && { streamKey }),
    ...(destinationKey !== undefined && { destinationKey }),
  });
  return found.map(({ arn, document: { policy } }): KeyConfiguration => {
    return { arn, aliases: [], policy, grants: [], isEnabled: true, source: policy.source };
  });
}

interface Assumed {
  readonly documents: readonly PolicyDocument[];
  readonly facts: Facts;
  readonly bucket: BucketConfiguration;
  readonly isOne: boolean;
  readonly trust: unknown;
}

/** What bare policies do not say and the delivery has. */
function assumptionsOf({ documents, facts, bucket, isOne, trust }: Assumed): readonly Assumption[] {
  const source = sourceOf(documents);
  const key = bucket.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  const role = facts.role.name === undefined ? "the role" : `role \`${facts.role.name}\``;
  const texts = [
    ...(trust === undefined ? [trustAssumed(role)] : []),
    `bucket \`${bucket.name}\` is set as new buckets are (BucketOwnerEnforced)${key === undefined ? "" : `, and encrypts under \`${key}\``}`,
    ...(facts.dataStream === undefined
      ? ["records are put into the delivery stream, for no policy reads a data stream"]
      : []),
    ...(isOne || facts.accountB !== undefined ? [] : ["the bucket is in another account than the role"]),
  ];
  return texts.map((text) => ({ text, source }));
}
