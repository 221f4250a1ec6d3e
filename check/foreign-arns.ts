/** ARNs of another partition than the accounts': in policies, and in what else the delivery is given. */
import { isDeepStrictEqual } from "node:util";
import type { Configuration, RoleConfiguration } from "./configuration.ts";
import { isForeignArn, partitionIn } from "./partitions.ts";
import { findPolicy, placeText, policyPlaces } from "./places/places.ts";
import { deliveryRoles } from "./relevant.ts";
import type { RefusedCall } from "./replay/hands.ts";
import { textsIn } from "./unknown/texts.ts";

/** One value of a policy document. */
export interface ForeignValue {
  /** Member names and indexes from the document's root. */
  readonly path: readonly (string | number)[];
  readonly arn: string;
  /** `statement \`Deliver\`` */
  readonly statement: string;
}

/** In the statements of a document; none where it is no JSON. */
export function foreignValues(text: string, partition: string): readonly ForeignValue[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  const { Statement } = (document ?? {}) as { readonly Statement?: unknown };
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.flatMap((each: unknown, index) => {
    const { Sid: sid } = (each ?? {}) as { readonly Sid?: unknown };
    const statement = typeof sid === "string" && sid !== "" ? `statement \`${sid}\`` : `statement ${index + 1}`;
    const at = Array.isArray(Statement) ? ["Statement", index] : ["Statement"];
    return leavesOf(each, at)
      .filter(({ value }) => isForeignArn(value, partition))
      .map(({ path, value: arn }) => ({ path, arn, statement }));
  });
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: string;
}

function leavesOf(value: unknown, path: readonly (string | number)[]): readonly Leaf[] {
  if (typeof value === "string") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return members.flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

/** Managed policies of a role, its boundary among them. */
export function foreignPoliciesOf(
  { attachedPolicyArns, permissionsBoundaryArn: boundary }: RoleConfiguration,
  partition: string,
): readonly string[] {
  const all = boundary === undefined ? attachedPolicyArns : [...attachedPolicyArns, boundary];
  return all.filter((arn) => isForeignArn(arn, partition));
}

/**
 * What AWS's words for it leave unsaid: that the refused call was given ARNs of another partition, and in which statements.
 * Undefined where it was not.
 */
export function givenForeignArns(configuration: Configuration, { call, source }: RefusedCall): string | undefined {
  const partition = partitionIn(configuration);
  const told = (what: string, arns: readonly string[]) =>
    arns.length === 0 ? undefined : `${what} ${listText(arns)}: ${becauseOfPartition(configuration)}`;
  if (call === "firehose:CreateDeliveryStream") {
    const { destination, reads, name, encryption } = configuration.deliveryStream;
    const given = textsIn([destination, reads, encryption]).filter((text) => isForeignArn(text, partition));
    return told(`delivery stream \`${name}\` is given`, given);
  }
  for (const place of policyPlaces(configuration)) {
    const policy = findPolicy(configuration, place);
    if (policy === undefined || !isDeepStrictEqual(policy.source, source)) continue;
    const [first, ...others] = foreignValues(policy.text, partition);
    if (first === undefined) return undefined;
    const same = [first, ...others].filter(({ statement }) => statement === first.statement);
    return told(
      `${first.statement} of ${placeText(place, configuration)} names`,
      same.map(({ arn }) => arn),
    );
  }
  const role = deliveryRoles(configuration).find((each) => isDeepStrictEqual(each.source, source));
  return role && told(`role \`${role.name}\` is given`, foreignPoliciesOf(role, partition));
}

/** The same of what AWS says while it delivers. */
export function foreignArnsIn(configuration: Configuration, message: string): string | undefined {
  const partition = partitionIn(configuration);
  const { deliveryStream, bucket } = configuration;
  const told = textsIn([deliveryStream.destination, bucket.encryption]).filter(
    (text) => isForeignArn(text, partition) && message.includes(text),
  );
  return told.length === 0 ? undefined : `${listText(told)} names nothing: ${becauseOfPartition(configuration)}`;
}

function becauseOfPartition(configuration: Configuration): string {
  const { region } = configuration.accountA;
  return `ARNs in ${region} begin with \`arn:${partitionIn(configuration)}:\`, and nothing of another partition is there`;
}

/** At most three, in backticks. */
function listText(arns: readonly string[]): string {
  const each = [...new Set(arns)];
  const shown = each.slice(0, 3).map((arn) => `\`${arn}\``);
  return `${shown.join(", ")}${each.length > 3 ? ` and ${each.length - 3} more` : ""}`;
}
