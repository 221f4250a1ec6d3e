import * as v from "valibot";
import { nearest } from "../../harness/nearest.ts";
import { InputError } from "../input-error.ts";
import { type JsonDocument, pathText } from "./json-document.ts";

type AnySchema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** The content of a file that `schema` describes. Throws an `InputError` with the place of the first thing that it is not. */
export function validated<Schema extends AnySchema>(schema: Schema, document: JsonDocument): v.InferOutput<Schema> {
  const result = v.safeParse(schema, document.value);
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
function membersAt(schema: unknown, path: readonly (string | number)[]): readonly string[] {
  const { wrapped, pipe, options, entries, value, item } = schema as Inside;
  const inner = wrapped ?? pipe?.[0];
  if (inner !== undefined) return membersAt(inner, path);
  if (options !== undefined) return options.flatMap((option) => membersAt(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(entries ?? {});
  const next = typeof step === "number" ? item : (entries?.[step] ?? value);
  return next === undefined ? [] : membersAt(next, rest);
}

/** What schemas of Valibot are made of, one or the other. */
interface Inside {
  readonly wrapped?: unknown;
  readonly pipe?: readonly unknown[];
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly value?: unknown;
  readonly item?: unknown;
}

function isUnknown({ expected }: v.BaseIssue<unknown>): boolean {
  return expected === "never";
}

function isMissing({ type, received }: v.BaseIssue<unknown>): boolean {
  return (type === "strict_object" || type === "loose_object") && received === "undefined";
}
