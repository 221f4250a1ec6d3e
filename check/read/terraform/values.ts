import { InputError } from "../../input-error.ts";
import type { SourceLocation } from "../../source.ts";
import { pathText } from "../json-document.ts";
import type { TerraformResource } from "./document.ts";
import { expressionAt } from "./expressions.ts";

/** Names of attributes and indexes of blocks, from the resource to a value. */
export type Path = readonly (string | number)[];

/** Undefined where nothing is there. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (around, step) =>
      around === null ? undefined : (around as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    value,
  );
}

/** Whether it is known after apply. What is, and not in the configuration, is the provider's to say: nobody asked for it. */
export function isUnknown({ unknown, expressions }: TerraformResource, path: Path): boolean {
  return (
    (path.length > 1 || expressions[String(path[0])] !== undefined) &&
    path.some((_, n) => valueAt(unknown, path.slice(0, n + 1)) === true)
  );
}

/** Whether the configuration says it, and its value is known after apply. */
export function isOpen(resource: TerraformResource, path: Path): boolean {
  return isUnknown(resource, path) && expressionAt(resource.expressions, path) !== undefined;
}

/** A text, or what a text is made of without a doubt. Throws an `InputError` on anything else. */
export function asText(source: SourceLocation, path: Path, value: unknown): string {
  if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  throw notOfType(source, path, value, "a text");
}

/** Undefined where nothing is given. Throws an `InputError` on what is no number. */
export function asNumber(source: SourceLocation, path: Path, value: unknown): number | undefined {
  if (value === undefined || value === "") return undefined;
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw notOfType(source, path, value, "a number");
}

/** Undefined where nothing is given. Throws an `InputError` on what is neither true nor false. */
export function asFlag(source: SourceLocation, path: Path, value: unknown): boolean | undefined {
  if (value === undefined || value === "") return undefined;
  if (["true", "false"].includes(String(value)) && typeof value !== "object") return String(value) === "true";
  throw notOfType(source, path, value, "true or false");
}

/** The provider writes each attribute in its type: a file with another one was changed, or is none of its. */
function notOfType(source: SourceLocation, path: Path, value: unknown, expected: string): InputError {
  const given = Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `\`${String(value)}\``;
  return new InputError(
    { ...source, path: `${source.path}.${pathText(path)}` },
    `must be ${expected}, got ${given}`,
    "give the file as `terraform show -json` writes it",
  );
}
