import type * as v from "valibot";
import { nearest } from "../../harness/nearest.ts";
import { safeParse } from "../../harness/safe-parse.ts";
import { InputError } from "../input-error.ts";
import { type JsonDocument, type JsonPath, pathText } from "./json-document.ts";

type AnySchema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** The content of a file that `schema` describes. Throws an `InputError` with the place of the first thing that it is not. */
export function validated<Schema extends AnySchema>(
  schema: Schema,
  document: Pick<JsonDocument, "value" | "locationOf">,
): v.InferOutput<Schema> {
  const result = safeParse(schema, document.value);
  const stray = result.success ? strayList(schema, document.value, []) : undefined;
  if (stray !== undefined) throw new InputError(document.locationOf(stray.path), `${stray.message}, got a list`);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const fix = isUnknown(issue) ? fixOfUnknown(schema, path) : fixOfMissing(issue);
  throw new InputError(document.locationOf(path), problemOf(issue), fix);
}

/** Valibot's own words for a member that is missing or unknown do not say so. */
function problemOf(issue: v.BaseIssue<unknown>): string {
  if (isUnknown(issue)) return "is not a member that this file can have";
  if (isMissing(issue)) return "is missing";
  return `${issue.message}, got ${issue.received}`;
}

function fixOfMissing(issue: v.BaseIssue<unknown>): string | undefined {
  return isMissing(issue) ? `add it: ${issue.message}` : undefined;
}

/** The member that was meant, where one is near. */
function fixOfUnknown(schema: AnySchema, path: readonly (string | number)[]): string {
  const around = path.slice(0, -1);
  const meant = nearest(String(path.at(-1)), membersAt(schema, around));
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  return around.length === 0 ? "leave it out" : `leave it out of \`${pathText(around)}\``;
}

/** Names of the members that a schema has at a place. */
function membersAt(schema: unknown, path: JsonPath): readonly string[] {
  const [step, ...rest] = path;
  return alternatives(schema).flatMap((each) => {
    if (step === undefined) return Object.keys(each.entries ?? {});
    const inner = innerSchema(each, step);
    return inner === undefined ? [] : membersAt(inner, rest);
  });
}

/** A list where members are expected: Valibot takes it for an object with numbers for names. */
function strayList(
  schema: unknown,
  value: unknown,
  path: JsonPath,
): { readonly path: JsonPath; readonly message: string } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const isList = Array.isArray(value);
  const all = alternatives(schema);
  const withMembers = all.filter(({ entries, value: inner }) => (entries ?? inner) !== undefined);
  const [first] = isList ? all.filter(({ item }) => item !== undefined) : withMembers;
  if (first === undefined) {
    return isList && withMembers.length > 0 ? { path, message: String(messageOf(schema)) } : undefined;
  }
  for (const [name, each] of Object.entries(value)) {
    const step = isList ? Number(name) : name;
    const inner = innerSchema(first, step);
    const found = inner === undefined ? undefined : strayList(inner, each, [...path, step]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a schema is without what is around it, of a union each. */
function alternatives(schema: unknown): readonly Inside[] {
  const inside = schema as Inside;
  const inner = inside.wrapped ?? inside.pipe?.[0];
  if (inner !== undefined && inner !== schema) return alternatives(inner);
  return inside.options === undefined ? [inside] : inside.options.flatMap(alternatives);
}

function innerSchema({ item, entries, value }: Inside, step: string | number): unknown {
  return typeof step === "number" ? item : (entries?.[step] ?? value);
}

function messageOf(schema: unknown): unknown {
  const { message, wrapped, pipe } = schema as Inside;
  return message ?? messageOf(wrapped ?? pipe?.[0] ?? { message: "must have members" });
}

/** What schemas of Valibot are made of, one or the other. */
interface Inside {
  readonly wrapped?: unknown;
  readonly pipe?: readonly unknown[];
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly value?: unknown;
  readonly item?: unknown;
  readonly message?: unknown;
}

function isUnknown({ expected }: v.BaseIssue<unknown>): boolean {
  return expected === "never";
}

function isMissing({ type, received }: v.BaseIssue<unknown>): boolean {
  return /^(?:strict_|loose_)?object$/.test(type) && received === "undefined";
}
