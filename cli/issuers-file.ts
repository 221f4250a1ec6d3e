import { createPublicKey, type JsonWebKey } from "node:crypto";
import * as v from "valibot";
import type { IssuerKeys } from "../emulator/index.ts";
import { readJsonFile } from "./json-file.ts";

const key = v.pipe(
  v.looseObject(
    { kty: v.picklist(["RSA", "EC"], "must be `RSA` or `EC`"), kid: v.string("must be text: the key's id") },
    "must be a JSON Web Key: { kty, kid, … }",
  ),
  v.check(({ d }) => d === undefined, "must be a public key: it has a private part"),
  v.check((jwk) => isReadable(jwk), "must be a JSON Web Key that can be read"),
);

const issuersSchema = v.array(
  v.strictObject(
    {
      issuer: v.pipe(v.string("must be text: a URL"), v.regex(/^https:\/\/[^\s?#]+$/, "must be an https URL")),
      keys: v.pipe(v.array(key, "must be a list of JSON Web Keys"), v.minLength(1, "must have at least one key")),
    },
    "must be an issuer: { issuer, keys }",
  ),
  "must be a list of issuers",
);

/** Reads the issuers that `serve --issuers` names. Rejects with a `UsageError` that has the place and what is wrong. */
export function readIssuers(file: string): Promise<readonly IssuerKeys[]> {
  return readJsonFile(file, "issuers", issuersSchema);
}

function isReadable(jwk: JsonWebKey): boolean {
  try {
    createPublicKey({ key: jwk, format: "jwk" });
    return true;
  } catch {
    return false;
  }
}
