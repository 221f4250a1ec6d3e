import { bucketArn } from "../../emulator/index.ts";
import { slipsIn } from "../../emulator/policy/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { Configuration } from "../configuration.ts";
import { findPolicy, type PolicyPlace, placeText, policyPlaces } from "../places/places.ts";
import { roleArn } from "../roles.ts";
import type { Cause } from "../verdict.ts";
import type { ConfigurationChange, Edit } from "./change.ts";
import { destinationCandidates, withoutPartitioning } from "./destination-candidates.ts";
import { mendedJson } from "./mended-json.ts";
import type { Candidate } from "./placed.ts";

/** Settings and documents that AWS refuses, or that stop a delivery without a policy's saying no. */
export function refusalCandidates(configuration: Configuration, cause: Cause): readonly Candidate[] {
  const { code, message, action } = cause;
  const words = `${code} ${message}`;
  return [
    ...(action === "s3:PutBucketPolicy" ? bucketPolicyCandidates(configuration, words) : []),
    ...(action === "s3:CreateBucket" ? ownershipCandidates(configuration) : []),
    ...(code === "MissingNamespaceHeader" ? namespaceCandidates(configuration) : []),
    ...(/Malformed/.test(code) ? mendedCandidates(configuration) : []),
    ...(action === "firehose:CreateDeliveryStream" ? destinationCandidates(configuration) : []),
    ...(action === "kinesis:CreateStream" ? capacityCandidates(configuration) : []),
    ...keyCandidates(configuration, words),
    ...encryptionCandidates(configuration, cause),
    ...(cause.kind === "unsupported" ? withoutPartitioning(configuration) : []),
    ...(cause.kind === "delivery-denied" ? publicStatementCandidates(configuration) : []),
  ];
}

interface Statement {
  readonly at: readonly (string | number)[];
  readonly value: Readonly<Record<string, unknown>>;
}

/** What is no object is no statement, and nothing here mends it. */
function statementsOf(text: string): readonly Statement[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  const { Statement } = (isObject(document) ? document : {}) as { readonly Statement?: unknown };
  const all = Array.isArray(Statement)
    ? Statement.map((value: unknown, index) => ({ at: ["Statement", index], value }))
    : [{ at: ["Statement"], value: Statement }];
  return all.flatMap(({ at, value }) => (isObject(value) ? [{ at, value }] : []));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Documents that are no JSON for want of a comma, or for one too many. */
function mendedCandidates(configuration: Configuration): readonly Candidate[] {
  return policyPlaces(configuration).flatMap((place): readonly Candidate[] => {
    const document = mendedJson(findPolicy(configuration, place)?.text ?? "");
    if (document === undefined) return [];
    const text = `put the commas of ${placeText(place, configuration)} right`;
    return [[{ kind: "rewrite-policy", place, document, text }]];
  });
}

const bucketPolicy: PolicyPlace = { kind: "bucket" };

function edit(place: PolicyPlace, edits: readonly Edit[], text: string): ConfigurationChange {
  return { kind: "edit-policy", place, edits, text };
}

function bucketPolicyCandidates(configuration: Configuration, words: string): readonly Candidate[] {
  const { bucket, accountB, deliveryStream } = configuration;
  const { RoleARN: role = "" } = deliveryStream.destination;
  const arn = bucketArn(accountB.region, bucket.name);
  return statementsOf(bucket.policy?.text ?? "").flatMap(({ at, value }): readonly Candidate[] => {
    const which = statementText(at, value);
    const toRole: Candidate = [
      edit(
        bucketPolicy,
        [{ path: [...at, "Principal"], value: { AWS: role } }],
        `let the Principal of ${which} of the bucket policy be \`${role}\``,
      ),
    ];
    const toResource = (Resource: unknown, what: string): Candidate => [
      edit(
        bucketPolicy,
        [{ path: [...at, "Resource"], value: Resource }],
        `let the Resource of ${which} of the bucket policy be ${what}`,
      ),
    ];
    const listed = [value.Resource].flat();
    const missing = [arn, `${arn}/*`].filter((each) => !listed.includes(each));
    if (/Action does not apply to any resource|Policy has invalid resource/.test(words)) {
      const kept = listed.filter((each) => String(each).startsWith(arn));
      return [
        ...missing.map((each) => toResource([...kept, each], `\`${[...kept, each].join("` and `")}\``)),
        toResource([arn, `${arn}/*`], "the bucket and its objects"),
      ];
    }
    if (/invalid action/.test(words)) return actionCandidates(at, value, which);
    if (/Conditions do not apply/.test(words) && value.Condition !== undefined) {
      const edits = [{ path: [...at, "Condition"], value: undefined }];
      const text = `leave out the Condition of ${which} of the bucket policy`;
      const keys = Object.values(value.Condition ?? {}).flatMap((each) => (isObject(each) ? Object.keys(each) : []));
      const leavesOut = keys.map((key) => `does not ask for \`${key}\` any more in ${which} of the bucket policy`);
      return [[{ kind: "edit-policy", place: bucketPolicy, edits, text, leavesOut }]];
    }
    if (/public/i.test(words)) return isPublic(value) ? [letsDeliver(value) ? toRole : leaveOut(at, which)] : [];
    return /Invalid principal/i.test(words) ? [...respelt(configuration, at, value, which), toRole] : [];
  });
}

/** Principals that are there under another path or in other letters, as they are written there. */
function respelt(
  { roles }: Configuration,
  at: Statement["at"],
  { Principal }: Statement["value"],
  which: string,
): readonly Candidate[] {
  const listed = isObject(Principal) ? [Principal.AWS].flat() : [];
  const byName = new Map(roles.map((role) => [nameIn(roleArn(role)), roleArn(role)]));
  const changes = listed.flatMap((arn) => {
    const meant = typeof arn === "string" ? byName.get(nameIn(arn)) : undefined;
    return meant === undefined || meant === arn ? [] : [[String(arn), meant] as const];
  });
  if (changes.length === 0 || !isObject(Principal)) return [];
  const meant = new Map(changes);
  const mended = listed.map((arn) => meant.get(String(arn)) ?? arn);
  const AWS = Array.isArray(Principal.AWS) ? mended : mended[0];
  const said = changes.map(([arn, other]) => `write \`${other}\` for \`${arn}\``).join(", ");
  const edits = [{ path: [...at, "Principal"], value: { ...Principal, AWS } }];
  return [[edit(bucketPolicy, edits, `${said} in the Principal of ${which} of the bucket policy`)]];
}

/** Account and name: a name is there once in an account, whatever its path and its capital letters. */
function nameIn(arn: string): string {
  return arn.replace(/:role\/.*\//, ":role/").toLowerCase();
}

/** What is no action of S3 as the one that may have been meant; without it where none is like it. */
function actionCandidates(
  at: Statement["at"],
  { Action, NotAction }: Statement["value"],
  which: string,
): readonly Candidate[] {
  const element = Action === undefined ? "NotAction" : "Action";
  const listed = [Action ?? NotAction].flat().filter((each) => typeof each === "string");
  const slips = new Map(slipsIn(listed, "s3:PutObject").map(({ listed: each, meant }) => [each, meant]));
  if (slips.size === 0) return [];
  const mended = listed.flatMap((each) => (slips.has(each) ? (slips.get(each) ?? []) : [each]));
  const said = [...slips].map(([each, meant]) =>
    meant === undefined ? `leave out \`${each}\`` : `write \`${meant}\` for \`${each}\``,
  );
  const edits = [{ path: [...at, element], value: [...new Set(mended)] }];
  return [[edit(bucketPolicy, edits, `${said.join(", ")} in the ${element} of ${which} of the bucket policy`)]];
}

/** RestrictPublicBuckets keeps the other account out as soon as one statement is public. */
function publicStatementCandidates({ bucket }: Configuration): readonly Candidate[] {
  return statementsOf(bucket.policy?.text ?? "")
    .filter(({ value }) => isPublic(value) && !letsDeliver(value))
    .map(({ at, value }) => leaveOut(at, statementText(at, value)));
}

function isPublic({ Effect, Principal }: Statement["value"]): boolean {
  const { AWS = Principal } = (isObject(Principal) ? Principal : {}) as { readonly AWS?: unknown };
  return Effect === "Allow" && [AWS].flat().includes("*");
}

function letsDeliver({ Action }: Statement["value"]): boolean {
  return [Action].flat().some((each) => /^(?:\*|s3:\*|s3:Put.*)$/i.test(String(each)));
}

function leaveOut(path: Statement["at"], which: string): Candidate {
  return [edit(bucketPolicy, [{ path, value: undefined }], `leave out ${which} of the bucket policy`)];
}

function statementText(at: Statement["at"], { Sid }: Statement["value"]): string {
  return typeof Sid === "string" ? `statement \`${Sid}\`` : `statement ${Number(at[1] ?? 0) + 1}`;
}

/** An ACL that the ownership setting excludes, or no setting at all. */
function ownershipCandidates({ bucket }: Configuration): readonly Candidate[] {
  const { acl } = bucket;
  if (acl === undefined) return [];
  return [
    [
      {
        kind: "set-bucket",
        settings: { acl: undefined },
        text: `leave out the ACL \`${acl}\` of bucket \`${bucket.name}\``,
      },
    ],
    [
      {
        kind: "set-bucket",
        settings: { objectOwnership: "BucketOwnerPreferred" },
        text: `set Object Ownership of bucket \`${bucket.name}\` to BucketOwnerPreferred`,
      },
    ],
  ];
}

/** A name of an account's own namespace is given there alone. */
function namespaceCandidates({ bucket }: Configuration): readonly Candidate[] {
  const text = `create bucket \`${bucket.name}\` in the account-regional namespace, as its name ends`;
  return [[{ kind: "set-bucket", settings: { namespace: "account-regional" }, text }]];
}

/** Of an on-demand stream AWS chooses the shards; of a provisioned one its owner does. */
function capacityCandidates({ dataStream }: Configuration): readonly Candidate[] {
  if (dataStream === undefined) return [];
  const { arn, streamMode, shardCount } = dataStream;
  const name = arn.replace(/.*:stream\//, "");
  if (streamMode === "ON_DEMAND" && shardCount !== undefined) {
    const text = `leave out the shard count of data stream \`${name}\`: it is on-demand, and AWS chooses its shards`;
    return [[{ kind: "set-data-stream", settings: { shardCount: undefined }, text }]];
  }
  if (streamMode === "PROVISIONED" && (shardCount === undefined || shardCount < 1)) {
    const text = `give data stream \`${name}\`, which is provisioned, a shard count: one or more`;
    return [[{ kind: "set-data-stream", settings: { shardCount: 1 }, text }]];
  }
  return [];
}

function keyCandidates({ keys }: Configuration, words: string): readonly Candidate[] {
  if (!/disabled|DisabledException|InvalidStateException/i.test(words)) return [];
  return keys
    .filter(({ isEnabled }) => !isEnabled)
    .map(({ arn }) => [{ kind: "enable-key", arn, text: `enable key \`${arn}\`` }]);
}

/** `aws/s3` of account B is not for account A, whatever policies say: AWS manages its key policy. */
function encryptionCandidates(configuration: Configuration, cause: Cause): readonly Candidate[] {
  const { bucket, roles, deliveryStream } = configuration;
  if (isOneAccount(configuration)) return [];
  const { ApplyServerSideEncryptionByDefault: byDefault } = bucket.encryption ?? {};
  const isManaged =
    byDefault?.SSEAlgorithm?.startsWith("aws:kms") && /^(?:|.*alias\/aws\/s3)$/.test(byDefault.KMSMasterKeyID ?? "");
  if (isManaged !== true || cause.kind === "set-up-refused") return [];
  const writer = roles.find((role) => roleArn(role) === deliveryStream.destination.RoleARN)?.name ?? "the role";
  return [
    [
      {
        kind: "set-bucket",
        settings: { encryption: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } } },
        text: `encrypt bucket \`${bucket.name}\` by SSE-S3, or by a key of account B whose policy lets role \`${writer}\` use it: \`aws/s3\` serves its own account alone`,
      },
    ],
  ];
}
