import * as v from "valibot";
import { InputError } from "../input-error.ts";
import { type JsonDocument, pathText } from "./json-document.ts";

type AnySchema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** The content of a file that `schema` describes. Throws an `InputError` with the place of the first thing that it is not. */
export function validated<Schema extends AnySchema>(
  schema: Schema,
  document: Pick<JsonDocument, "value" | "locationOf">,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, document.value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  throw new InputError(document.locationOf(path), problemOf(issue), fixOf(issue, pathText(path.slice(0, -1))));
}

/** Valibot's own words for a member that is missing or unknown do not say so. */
function problemOf(issue: v.BaseIssue<unknown>): string {
  if (isUnknown(issue)) return "is not a member that this file can have";
  if (isMissing(issue)) return "is missing";
  return `${issue.message}, got ${issue.received}`;
}

function fixOf(issue: v.BaseIssue<unknown>, around: string): string | undefined {
  if (isUnknown(issue)) return around === "" ? "leave it out" : `leave it out of \`${around}\``;
  return isMissing(issue) ? `add it: ${issue.message}` : undefined;
}

function isUnknown({ expected }: v.BaseIssue<unknown>): boolean {
  return expected === "never";
}

function isMissing({ type, received }: v.BaseIssue<unknown>): boolean {
  return /^(?:strict_|loose_)?object$/.test(type) && received === "undefined";
}
