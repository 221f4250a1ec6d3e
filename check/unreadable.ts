import type { Configuration } from "./configuration.ts";
import { type Missing, MissingError, missingIn } from "./missing.ts";
import type { Unreadable } from "./part.ts";
import { deliveryKeys, deliveryRoleArns, deliveryRoles } from "./relevant.ts";
import { roleArn } from "./roles.ts";
import { marksIn } from "./unknown/texts.ts";
import { hasMark, type Unknown } from "./unknown/unknown.ts";

/** Whether the delivery rests on what could not be read. What cannot even be told apart may be what it rests on. */
export function isNeeded(configuration: Configuration, { kind, name }: Unreadable): boolean {
  const { bucket, deliveryStream, dataStream } = configuration;
  if (kind === "other") return false;
  if (name === undefined) return kind !== "delivery-stream";
  const roles = new Set([
    ...deliveryRoleArns(configuration).map(lastOf),
    ...deliveryRoles(configuration).map((role) => lastOf(roleArn(role))),
  ]);
  switch (kind) {
    case "role":
      return roles.has(lastOf(name));
    case "of-role":
      return name.split(" ").some((each) => roles.has(each));
    case "policy":
      return deliveryRoles(configuration).some(
        ({ attachedPolicyArns, permissionsBoundaryArn }) =>
          attachedPolicyArns.includes(name) || permissionsBoundaryArn === name,
      );
    case "bucket":
      return name === bucket.name;
    case "key":
      return deliveryKeys(configuration).some((key) => lastOf(key) === lastOf(name));
    case "data-stream":
      return name === deliveryStream.reads?.dataStreamArn || name === dataStream?.arn;
    case "delivery-stream":
      return false;
  }
}

function lastOf(arn: string): string {
  return arn.replace(/.*[:/]/, "");
}

/** Throws the `InputError` of the first thing that the delivery needs and that could not be read, or all that is missing. */
export function refuseUnreadable(configuration: Configuration, unreadable: readonly Unreadable[]): void {
  const needed = unreadable.filter((each) => isNeeded(configuration, each)).map(({ error }) => error);
  const missing = missingIn(needed);
  if (missing.length > 0) throw new MissingError(missing);
  const [first] = needed;
  if (first !== undefined) throw first;
}

/** Marks of a name that is nothing else: with a part that is known, it can be found by that. */
function wholly(arn: string): readonly string[] {
  const name = [...arn.replace(/.*[:/]/s, "")];
  return name.every(hasMark) ? name : [];
}

/**
 * Values that the user did not give and that names which the delivery is put together by consist of. Where there are such,
 * whatever else the delivery stream is made of and was not given is asked for with them. `described`: ARNs of what the input
 * describes under that very name, which is found without its value.
 */
export function withheldFrom(
  { deliveryStream, unknowns }: Pick<Configuration, "deliveryStream" | "unknowns">,
  described: readonly string[],
): readonly Missing[] {
  const { destination, reads } = deliveryStream;
  const arns = [destination.RoleARN, destination.BucketARN, reads?.roleArn, reads?.dataStreamArn];
  const names = arns.filter((arn) => arn !== undefined && !described.includes(arn));
  const byMark = new Map(unknowns.map((unknown) => [unknown.mark, unknown]));
  const withheld = (marks: Iterable<string>) =>
    [...new Set(marks)].flatMap((mark): readonly Unknown[] => {
      const unknown = byMark.get(mark);
      return unknown?.kind === "withheld" ? [unknown] : [];
    });
  const needed = withheld(names.flatMap((text) => wholly(text ?? "")));
  if (needed.length === 0) return [];
  const beside = withheld(marksIn(deliveryStream)).filter(({ option }) => option !== undefined);
  const all = [...new Set([...needed, ...beside])].sort(byPlace);
  return all.map(({ what, option, settledBy, source }) => ({
    what,
    option: option ?? settledBy.replace(/^give /, ""),
    source,
  }));
}

function byPlace({ source: one }: Unknown, { source: other }: Unknown): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}
