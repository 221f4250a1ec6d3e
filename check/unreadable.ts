import type { Configuration } from "./configuration.ts";
import { InputError } from "./input-error.ts";
import type { Unreadable } from "./part.ts";
import { deliveryKeys, deliveryRoleArns, deliveryRoles } from "./relevant.ts";
import { roleArn } from "./roles.ts";
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

/** Throws the `InputError` of the first thing that the delivery needs and that could not be read. */
export function refuseUnreadable(configuration: Configuration, unreadable: readonly Unreadable[]): void {
  const needed = unreadable.find((each) => isNeeded(configuration, each));
  if (needed !== undefined) throw needed.error;
}

/** Marks of a name that is nothing else: with a part that is known, it can be found by that. */
function wholly(arn: string): readonly string[] {
  const name = [...arn.replace(/.*[:/]/s, "")];
  return name.every(hasMark) ? name : [];
}

/** Throws an `InputError` where names that the delivery is put together by are values that the user did not give. */
export function refuseWithheld({ deliveryStream, unknowns }: Pick<Configuration, "deliveryStream" | "unknowns">): void {
  const { destination, reads, name, source } = deliveryStream;
  const names = [destination.RoleARN, destination.BucketARN, reads?.roleArn, reads?.dataStreamArn];
  const byMark = new Map(unknowns.map((unknown) => [unknown.mark, unknown]));
  const withheld = new Set(
    names
      .flatMap((text) => wholly(text ?? ""))
      .flatMap((character): readonly Unknown[] => {
        const unknown = byMark.get(character);
        return unknown?.kind === "withheld" ? [unknown] : [];
      }),
  );
  if (withheld.size === 0) return;
  const all = [...withheld];
  throw new InputError(
    all[0]?.source ?? source,
    `${all.map(({ what }) => what).join(", ")} is not given, and the delivery stream \`${hasMark(name) ? "" : name}\` is put together by it`.replace(
      " ``",
      "",
    ),
    [...new Set(all.map(({ settledBy }) => settledBy))].join("; "),
  );
}
