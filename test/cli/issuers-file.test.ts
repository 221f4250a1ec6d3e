import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readIssuers } from "../../cli/issuers-file.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { makeIssuer } from "../support/issuer.ts";

const issuer = "https://token.actions.githubusercontent.com";
const { keys } = makeIssuer(issuer, "EC");
const [key] = keys;

/** What is read from a file with this content. */
async function read(content: unknown) {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-issuers-"));
  const file = join(folder, "issuers.json");
  try {
    await writeFile(file, JSON.stringify(content));
    return await readIssuers(file).catch((error) => {
      if (!(error instanceof UsageError)) throw error;
      return error.message.replace(file, "issuers.json");
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("reads issuers with their public keys", async () => {
  expect(await read([{ issuer, keys }])).toEqual([{ issuer, keys }]);
});

test.each([
  ["no list", {}, "issuers: must be a list of issuers, got Object"],
  [
    "no TLS",
    [{ issuer: "http://example.com", keys }],
    'issuers[0].issuer: must be an https URL, got "http://example.com"',
  ],
  ["no keys", [{ issuer, keys: [] }], "issuers[0].keys: must have at least one key"],
  ["no key id", [{ issuer, keys: [{ ...key, kid: undefined }] }], "issuers[0].keys[0].kid: is missing"],
  [
    "a secret key",
    [{ issuer, keys: [{ ...key, kty: "oct" }] }],
    'issuers[0].keys[0].kty: must be `RSA` or `EC`, got "oct"',
  ],
  [
    "a key that is none",
    [{ issuer, keys: [{ ...key, x: "?" }] }],
    "issuers[0].keys[0]: must be a JSON Web Key that can be read, got Object",
  ],
])("says where there is %s", async (_what, content, message) => {
  expect(await read(content)).toBe(`issuers.json: ${message}`);
});

test("refuses a private key, and does not show it", async () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = privateKey.export({ format: "jwk" });
  const message = await read([{ issuer, keys: [{ ...jwk, kid: "key-1" }] }]);
  expect(message).toMatch(/^issuers\.json: issuers\[0\]\.keys\[0\]: must be a public key: it has a private part/);
  expect(message).not.toContain(jwk.d);
});
