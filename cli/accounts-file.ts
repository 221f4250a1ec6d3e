import { readFile } from "node:fs/promises";
import * as v from "valibot";
import type { AccountSettings } from "../emulator/index.ts";
import { UsageError } from "./usage-error.ts";

const text = (pattern: RegExp, what: string) =>
  v.pipe(v.string(`must be text: ${what}`), v.regex(pattern, `must be ${what}`));

const accountsSchema = v.pipe(
  v.array(
    v.strictObject(
      {
        id: text(/^\d{12}$/, "12 digits"),
        name: v.optional(text(/^\S.{0,62}$/, "1 to 63 characters")),
        accessKeyId: v.optional(text(/^\w{1,128}$/, "1 to 128 letters and digits")),
        secretAccessKey: v.optional(text(/^\S+$/, "characters without spaces")),
        canonicalUserId: v.optional(text(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits")),
      },
      "must be an account: { id, name, accessKeyId, secretAccessKey, canonicalUserId }",
    ),
    "must be a list of accounts",
  ),
  v.minLength(1, "must have at least one account"),
);

/** Reads the accounts that `serve --accounts` names. Rejects with a `UsageError` that has the place and what is wrong. */
export async function readAccounts(file: string): Promise<readonly AccountSettings[]> {
  const content = await readFile(file, "utf8").catch((error: Error) => {
    throw new UsageError(`the accounts cannot be read: ${error.message}`);
  });
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
  const result = v.safeParse(accountsSchema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UsageError(`${file}: ${placeOf(v.getDotPath(issue))}: ${messageOf(issue)}`);
}

/** `accounts[1].id` */
function placeOf(path: string | null): string {
  return `accounts${(path ?? "").replaceAll(/(^|\.)(\d+)(?=\.|$)/g, "[$2]")}`;
}

/** Valibot's own words for a member that is missing or unknown do not say so. Secrets are not shown. */
function messageOf(issue: v.InferIssue<typeof accountsSchema>): string {
  if (issue.expected === "never") return "is not a member of an account";
  if (issue.type === "strict_object" && issue.received === "undefined") return "is missing";
  const isShown = issue.type !== "min_length" && !v.getDotPath(issue)?.endsWith("secretAccessKey");
  return isShown ? `${issue.message}, got ${issue.received}` : issue.message;
}
