import * as v from "valibot";
import type { AccountSettings } from "../emulator/index.ts";
import { readJsonFile } from "./json-file.ts";

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
export function readAccounts(file: string): Promise<readonly AccountSettings[]> {
  return readJsonFile(file, "accounts", accountsSchema);
}
