import type { Scope } from "./address.ts";
import type { Expression, Json } from "./shape.ts";

/** The expression of an attribute, in blocks too: `extended_s3_configuration`, 0, `role_arn`. */
export function expressionAt(expressions: Json, path: readonly (string | number)[]): Expression | undefined {
  return asExpression(
    path.reduce<unknown>(
      (at, step) => (at as Readonly<Record<string | number, unknown>> | null | undefined)?.[step],
      expressions,
    ),
  );
}

/** Undefined where it is none: the blocks of a dynamic one have no expressions. */
export function asExpression(value: unknown): Expression | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { constant_value, references } = value as Json;
  return {
    ...(constant_value !== undefined && { constant_value }),
    ...(Array.isArray(references) && { references: references.filter((each) => typeof each === "string") }),
  };
}

/** The one thing that an expression refers to, with the modules around it; undefined where there are several. */
export function onlyReference(expression: Expression | undefined, scope: Scope): string | undefined {
  const [only, ...others] = longestOf(expression?.references ?? []);
  if (only === undefined || others.length > 0) return undefined;
  return [...scope.map(({ name }) => `module.${name}`), only].join(".");
}

/** Each reference is followed by what it is part of, `a.b.arn` by `a.b`: those say nothing more. */
export function longestOf(references: readonly string[]): readonly string[] {
  const all = [...new Set(references)].filter((each) => !/^(?:path|terraform)\./.test(each));
  const longest = all.filter(
    (each) => !all.some((other) => other.startsWith(`${each}.`) || other.startsWith(`${each}[`)),
  );
  // Which instance it is of says no more than that.
  const others = longest.filter((each) => each !== "each.key" && each !== "count.index");
  return others.length > 0 ? others : longest;
}

/** Names and indexes of a reference: `aws_s3_bucket.b["x"].arn` as `aws_s3_bucket`, `b`, `["x"]`, `arn`. */
export function stepsOf(reference: string): readonly string[] {
  return reference.match(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]|[\w-]+/g) ?? [];
}
