import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { learnFromText } from "../harness/redaction/known-secrets.ts";
import { safeParse } from "../harness/safe-parse.ts";
import { UsageError } from "./usage-error.ts";

type AnySchema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/**
 * Reads a JSON file that `schema` describes. `root` is what messages call its content: `accounts[1].id: is missing`.
 * Rejects with a `UsageError` that has the file, the place and what is wrong; members called secret… are not shown. The
 * secrets in it are known afterwards, as an account's secret access key.
 */
export async function readJsonFile<Schema extends AnySchema>(
  file: string,
  root: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const content = await readFile(file, "utf8").catch((error: Error) => {
    throw new UsageError(`the ${root} cannot be read: ${error.message}`);
  });
  learnFromText(content);
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
  const result = safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UsageError(`${file}: ${placeOf(root, v.getDotPath(issue))}: ${messageOf(issue)}`);
}

/** `accounts[1].id` */
function placeOf(root: string, path: string | null): string {
  const place = path === null ? "" : `.${path}`;
  return `${root}${place.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]")}`;
}

/** Valibot's own words for a member that is missing or unknown do not say so. */
function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === "never") return "is not a member that this file can have";
  if (/^(strict|loose)_object$/.test(issue.type) && issue.received === "undefined") return "is missing";
  const isShown = issue.type !== "min_length" && !/(^|\.)secret\w*$/.test(v.getDotPath(issue) ?? "");
  return isShown ? `${issue.message}, got ${issue.received}` : issue.message;
}
