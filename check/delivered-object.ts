import type { DecisionRecord } from "../emulator/index.ts";
import { findStatement } from "../emulator/policy/index.ts";
import type { Configuration } from "./configuration.ts";
import { decompressed } from "./decompress.ts";
import { principalsAllowed } from "./principals-allowed.ts";
import type { Encryption, Grant, ObservedObject } from "./replay/observe.ts";
import { deliveredKeys, type Replay } from "./replay/result.ts";

export interface DeliveredObject {
  readonly key: string;
  /** Undefined where the administrator of account B may not read it. */
  readonly hasContents: boolean | undefined;
  readonly owner: "A" | "B";
  readonly grants: readonly (Grant & { readonly side: "A" | "B" | undefined })[];
  readonly encryption?: Encryption;
  /** Whether the administrator of account B can read it; undefined where that depends on where the reader is. */
  readonly isReadableInB: boolean | undefined;
  /** Who else of account B can read it where the administrator cannot, by ARN or pattern. */
  readonly otherReaders?: readonly string[];
}

/** What Firehose has written first, as the administrator of account B finds it; undefined where there is nothing. */
export function deliveredObject(configuration: Configuration, replay: Replay): DeliveredObject | undefined {
  const { bucket, deliveryStream } = configuration;
  const written = new Set(deliveredKeys(replay.attempts));
  const object = replay.objects.find(({ key }) => written.has(key));
  if (object === undefined) return undefined;
  const { A, B } = replay.canonicalUserIds;
  const sideOf = (id: string | undefined) => (id === A ? "A" : id === B ? "B" : undefined);
  const { CompressionFormat: compression = "UNCOMPRESSED" } = deliveryStream.destination;
  const spared = otherReaders(configuration, replay, object);
  return {
    key: object.key,
    hasContents:
      object.reading.kind === "read" && replay.contents !== undefined
        ? hasAll(
            replay.objects.filter(({ key }) => written.has(key)),
            compression,
            replay.contents,
          )
        : undefined,
    owner: sideOf(object.owner) ?? (A === B ? "A" : ownerByRule(bucket)),
    grants:
      object.acl.kind === "read" ? object.acl.grants.map((grant) => ({ ...grant, side: sideOf(grant.grantee) })) : [],
    ...(object.encryption !== undefined && { encryption: object.encryption }),
    isReadableInB: object.reading.kind === "read" ? true : dependsOnPlace(replay, object) ? undefined : false,
    ...(spared.length > 0 && { otherReaders: spared }),
  };
}

/** Whether each part of the record is in one of the objects: partitioned, they lie in several. */
function hasAll(objects: readonly ObservedObject[], compression: string, parts: readonly Uint8Array[]): boolean {
  const contents = objects.flatMap(({ reading }) =>
    reading.kind === "read" ? [decompressed(reading.contents, compression)] : [],
  );
  return parts.every((part) => contents.some((each) => each.includes(Buffer.from(part))));
}

/** Where nobody may list: Firehose sends the ACL that gives the object away, and only an ObjectWriter bucket disregards it. */
function ownerByRule({ objectOwnership }: Configuration["bucket"]): "A" | "B" {
  return objectOwnership === "ObjectWriter" ? "A" : "B";
}

/** Whether the administrator is kept out for coming from the wrong network: from where a reader comes is not described. */
export function dependsOnPlace(replay: Replay, observed: ObservedObject): boolean {
  const last = denialOfReading(replay, observed);
  return last !== undefined && deniesBy(last, /^aws:(?:SourceIp|VpcSourceIp|SourceVpc|SourceVpce|SourceVpcArn)$/i);
}

function denialOfReading({ decisions }: Replay, { reading }: ObservedObject): DecisionRecord | undefined {
  if (reading.kind === "read") return undefined;
  // S3 decrypts on behalf of whoever reads.
  const operations = [reading.refusal.call.replace(/.*:/, ""), "Decrypt"];
  return decisions.findLast(({ operation, decision }) => operations.includes(operation) && decision.kind !== "allowed");
}

/**
 * Principals of account B, beside its root user, who can read where the administrator cannot: whom the Deny spares that
 * keeps the administrator out, and whom the key's policy lets decrypt.
 */
export function otherReaders(
  { accountB, keys }: Pick<Configuration, "accountB" | "keys">,
  replay: Replay,
  observed: ObservedObject,
): readonly string[] {
  const last = denialOfReading(replay, observed);
  if (last === undefined) return [];
  const isOfB = (arn: string) => new RegExp(`^arn:[^:]*:(?:iam|sts)::${accountB.id}:(?!root$)`).test(arn);
  const all = last.decision.kind === "explicitly-denied" ? sparedBy(last, last.decision.by) : decryptersOf(keys, last);
  return all.filter(isOfB);
}

function sparedBy({ request }: DecisionRecord, by: Parameters<typeof findStatement>[1]): readonly string[] {
  const { conditions = [], notPrincipal } = findStatement(request, by) ?? {};
  const ofList = conditions
    .filter(({ key, operator }) => key.toLowerCase() === "aws:principalarn" && operator.includes("Not"))
    .flatMap(({ values }) => values);
  const ofElement =
    notPrincipal?.kind === "listed"
      ? notPrincipal.entries.flatMap((entry) => ("arn" in entry ? (entry.arn ?? []) : []))
      : [];
  return [...ofList, ...ofElement];
}

function decryptersOf(keys: Configuration["keys"], { request }: DecisionRecord): readonly string[] {
  if (request.action !== "kms:Decrypt") return [];
  const policy = keys.find(({ arn }) => arn === request.resource.arn)?.policy;
  return policy === undefined ? [] : principalsAllowed(policy, "kms:Decrypt");
}

/** Whether the statement that denies asks for a condition key like that. */
export function deniesBy({ request, decision }: DecisionRecord, key: RegExp): boolean {
  if (decision.kind !== "explicitly-denied") return false;
  const statement = findStatement(request, decision.by);
  return statement?.conditions.some((condition) => key.test(condition.key)) === true;
}
