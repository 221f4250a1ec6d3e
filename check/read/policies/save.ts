import { dirname, join, relative, resolve, sep } from "node:path";
import { InputError } from "../../input-error.ts";
import { type Missing, MissingError } from "../../missing.ts";
import type { PolicyDocument } from "./document.ts";
import { type Facts, sourceOf } from "./facts.ts";
import { type KeyPolicy, keyPolicies } from "./keys.ts";

/** What a delivery out of bare policies is kept as. */
export interface SavedManifest {
  /** `crosscheck.json` in the folder around the policies. */
  readonly file: string;
  readonly text: string;
}

/** Where editors find what the file may hold: in the package, of the project around it. */
const schema = "node_modules/firehose-crosscheck/crosscheck.schema.json";

/**
 * The manifest that says what was worked out of bare policies, which stay the files that they are. Throws a `MissingError`
 * with all that a manifest has and no ARN says.
 */
export function savedManifest(documents: readonly PolicyDocument[], facts: Facts): SavedManifest {
  refuseUnsaved(documents);
  const missing = [...facts.missing, ...missingIn(documents, facts)];
  if (missing.length > 0) throw new MissingError(missing);
  const folder = folderAround(documents.map(({ policy }) => resolve(policy.source.file)));
  const policyIn = policyReference(folder);
  const ofKind = (kind: PolicyDocument["kind"]) => documents.filter((each) => each.kind === kind);
  const only = (kind: PolicyDocument["kind"]) => ofKind(kind).map(policyIn)[0];
  const keys = keyPolicies(documents, facts);
  const bucketKey = facts.destinationKey ?? keys[0]?.arn;
  const isOne = facts.accountA === facts.accountB;
  const { name = "", path } = facts.role;
  const manifest = {
    $schema: schema,
    accountA: { id: facts.accountA, region: facts.regionA },
    ...(!isOne && { accountB: { id: facts.accountB, region: facts.regionB } }),
    ...(facts.dataStream !== undefined && {
      dataStream: {
        name: facts.dataStream.name,
        ...(facts.streamKey !== undefined && { kmsKeyArn: facts.streamKey }),
        ...optional("resourcePolicy", only("data-stream")),
      },
    }),
    deliveryStream: { name: facts.deliveryStream, role: name },
    roles: {
      [name]: {
        ...(path !== "/" && { path }),
        ...optional("trustPolicy", only("trust")),
        policies: Object.fromEntries(ofKind("role").map((each) => [each.policy.name, policyIn(each)])),
      },
    },
    bucket: {
      name: facts.bucket,
      ...optional("policy", only("bucket")),
      ...(bucketKey !== undefined && { encryption: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: bucketKey } }),
    },
    ...(keys.length > 0 && { keys: keys.map(({ arn, document }: KeyPolicy) => ({ arn, policy: policyIn(document) })) }),
  };
  return { file: join(folder, "crosscheck.json"), text: `${JSON.stringify(manifest, undefined, 2)}\n` };
}

function optional(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}

function missingIn(documents: readonly PolicyDocument[], facts: Facts): readonly Missing[] {
  const source = sourceOf(documents);
  const asked: readonly (readonly [value: unknown, what: string, option: string])[] = [
    [facts.accountB, "the bucket's account", "--account-b <id>"],
    [facts.regionA, "the delivery stream's region", "--region-a <region>"],
    [facts.regionB, "the bucket's region", "--region-b <region>"],
    [facts.role.name, "the role's name", "--role <name>"],
    [facts.deliveryStream, "the delivery stream's name", "--delivery-stream <name>"],
    ...(facts.dataStream === undefined
      ? []
      : ([[facts.dataStream.name, "the data stream's name", "--data-stream <name>"]] as const)),
  ];
  return asked.flatMap(([value, what, option]) => (value === undefined ? [{ what, option, source }] : []));
}

/** The folder that all files are in or below. */
function folderAround(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => dirname(file).split(sep));
  const shared = others.reduce((at, other) => {
    const end = at.findIndex((part, index) => other[index] !== part);
    return end < 0 ? at : at.slice(0, end);
  }, first);
  return shared.join(sep) || sep;
}

/** A policy file by its name in the folder; a document that stands in something else is written out. */
function policyReference(folder: string): (document: PolicyDocument) => unknown {
  return ({ policy }) => {
    const isWholeFile = policy.file?.format === "json" && policy.file.path.length === 0;
    return isWholeFile
      ? relative(folder, resolve(policy.source.file)).split(sep).join("/")
      : (JSON.parse(policy.text) as unknown);
  };
}

/** Policies that no file holds cannot be named by a manifest. */
function refuseUnsaved(documents: readonly PolicyDocument[]): void {
  const piped = documents.find(({ policy }) => policy.source.file === "standard input");
  if (piped === undefined) return;
  throw new InputError(piped.policy.source, "is no file that a crosscheck.json could name", "give it as a file");
}
