import { findStatement } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { isKeyMeant } from "../relevant.ts";
import type { Cause } from "../verdict.ts";
import type { Candidate } from "./placed.ts";

const header = "s3:x-amz-server-side-encryption";
const keyHeader = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/**
 * Where a statement asks for objects to be encrypted under a key of KMS: the delivery asks for that key, or for the one that
 * the bucket has. Firehose has no setting that asks for SSE-S3. Source: API Reference, EncryptionConfiguration.
 */
export function encryptionOfDestination(configuration: Configuration, cause: Cause): readonly Candidate[] {
  const { deliveryStream } = configuration;
  const demands = demandsIn(cause);
  if (demands.length === 0) return [];
  const named = demands.flatMap(({ key, values }) => (key === keyHeader ? values : []));
  const isForKms = demands.some(({ key, values }) => key === keyHeader || values.includes("aws:kms") || isAny(values));
  if (!isForKms) return [];
  return keysFor(configuration, named).map((AWSKMSKeyARN) => [
    {
      kind: "set-destination",
      settings: { EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN } } },
      text: `let delivery stream \`${deliveryStream.name}\` encrypt what it writes under key \`${AWSKMSKeyARN}\`, as ${demands[0]?.statement} asks`,
    },
  ]);
}

/** Any value will do: `Null` asks for the header alone. */
function isAny(values: readonly string[]): boolean {
  return values.every((value) => value === "true" || value === "false");
}

interface Demand {
  readonly key: string;
  readonly values: readonly string[];
  readonly statement: string;
}

/** Encryption headers that a Deny misses or the nearest Allow asks for. */
function demandsIn({ denied }: Cause): readonly Demand[] {
  return denied.flatMap(({ request, decision }): readonly Demand[] => {
    if (decision.kind === "allowed") return [];
    if (decision.kind === "explicitly-denied") {
      return demandsOf(findStatement(request, decision.by)?.conditions ?? [], decision.by);
    }
    return decision.missing.flatMap(({ nearest: [closest] }) => {
      if (closest === undefined) return [];
      const missed = closest.reasons.filter((reason) => reason.kind === "condition");
      return demandsOf(
        missed.map(({ key, expected }) => ({ key, values: expected })),
        closest.statement,
      );
    });
  });
}

function demandsOf(
  conditions: readonly { readonly key: string; readonly values: readonly string[] }[],
  { sid, index }: { readonly sid?: string; readonly index: number },
): readonly Demand[] {
  const statement = sid === undefined ? `statement ${index + 1}` : `statement \`${sid}\``;
  return conditions
    .map(({ key, values }) => ({ key: key.toLowerCase(), values, statement }))
    .filter(({ key }) => key === header || key === keyHeader);
}

/** The keys that are named, or else what the bucket is encrypted under. */
function keysFor({ bucket, keys }: Configuration, named: readonly string[]): readonly string[] {
  const ofBucket = bucket.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  const wanted = named.filter((each) => each.startsWith("arn:"));
  const references = wanted.length > 0 ? wanted : ofBucket === undefined ? [] : [ofBucket];
  return references.flatMap((reference) => {
    const known = keys.find((key) => isKeyMeant(key, reference));
    return known?.arn ?? (/^arn:[^:]+:kms:[^:]+:\d{12}:key\/[^*?]+$/.test(reference) ? reference : []);
  });
}
