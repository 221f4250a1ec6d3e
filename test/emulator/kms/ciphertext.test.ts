import fc from "fast-check";
import { expect, test } from "vitest";
import { decrypt, encrypt, keyArnOf } from "../../../emulator/kms/ciphertext.ts";
import type { Key } from "../../../emulator/kms/key.ts";

const arn = "arn:aws:kms:us-east-1:111111111111:key/5ddb7d9f-7e7c-4f0d-878b-5c357bdb5c87";

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((material): Key => {
  const document = { version: "2012-10-17", statements: [], source: "" } as const;
  return {
    ...{ accountId: "111111111111", region: "us-east-1", id: arn.slice(-36), arn, description: "", createdAtMs: 0 },
    ...{ state: { kind: "enabled" }, policy: document, tags: new Map(), material: Buffer.from(material) },
  };
});
const plaintexts = fc.uint8Array({ minLength: 1, maxLength: 4096 });
const contexts = fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 });
const ivs = fc.uint8Array({ minLength: 12, maxLength: 12 }).map((iv) => Buffer.from(iv));

test("what was encrypted comes back, with the context in any order, and the ciphertext names its key", () => {
  fc.assert(
    fc.property(keys, plaintexts, contexts, ivs, (key, plaintext, context, iv) => {
      const blob = encrypt(key, plaintext, context, iv);
      const reversed = Object.fromEntries(Object.entries(context).reverse());
      expect(keyArnOf(blob)).toBe(arn);
      expect(decrypt(key, blob, reversed)).toEqual(Buffer.from(plaintext));
    }),
    { numRuns: 200 },
  );
});

test("no bit of a ciphertext can be changed", () => {
  fc.assert(
    fc.property(keys, plaintexts, contexts, ivs, fc.nat(), (key, plaintext, context, iv, where) => {
      const blob = Uint8Array.from(encrypt(key, plaintext, context, iv));
      const head = 3 + arn.length;
      const bit = head * 8 + (where % ((blob.length - head) * 8));
      blob[bit >> 3] = (blob[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => decrypt(key, blob, context)).toThrow(
        expect.objectContaining({ code: "InvalidCiphertextException" }),
      );
    }),
    { numRuns: 200 },
  );
});

test("another context or another key opens nothing", () => {
  fc.assert(
    fc.property(keys, keys, plaintexts, contexts, contexts, ivs, (key, otherKey, plaintext, context, other, iv) => {
      const same = (one: object, two: object) =>
        JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(two).sort());
      const blob = encrypt(key, plaintext, context, iv);
      if (!same(context, other)) expect(() => decrypt(key, blob, other)).toThrow();
      if (!key.material.equals(otherKey.material)) expect(() => decrypt(otherKey, blob, context)).toThrow();
    }),
    { numRuns: 200 },
  );
});

test("whatever is no ciphertext is refused, and nothing else is thrown", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => keyArnOf(bytes)).toThrow(expect.objectContaining({ code: "InvalidCiphertextException" }));
    }),
  );
});
