import * as fc from "fast-check";
import { expect, test } from "vitest";
import { payloadOf } from "../../../emulator/model/payload.ts";
import { decrypted, encrypted } from "../../../emulator/s3/body-cipher.ts";

const noFile = () => {
  throw new Error("what is in memory needs no file");
};
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test("any range of a ciphertext opens to that range of the content", async () => {
  const counters = fc.oneof(bytes(16), fc.constant(new Uint8Array(16).fill(0xff)));
  const content = fc.uint8Array({ minLength: 1, maxLength: 100 });
  const range = fc.tuple(fc.nat(100), fc.nat(100));
  await fc.assert(
    fc.asyncProperty(bytes(32), counters, content, range, async (key, counter, plain, [one, other]) => {
      const sealed = await encrypted(payloadOf(Buffer.from(plain)), key, counter, noFile);
      const [start, end] = [Math.min(one, other, plain.length), Math.min(Math.max(one, other), plain.length)];
      const pieces: Buffer[] = [];
      for await (const piece of decrypted(sealed, key, counter).chunks(start, end)) pieces.push(piece);
      expect(Buffer.concat(pieces)).toEqual(Buffer.from(plain.subarray(start, end)));
    }),
  );
});

test("without the key there is nothing to read", async () => {
  const [key, counter] = [Buffer.alloc(32, 1), Buffer.alloc(16, 2)];
  const content = "This is a pen, and it is long enough to be recognized";
  const sealed = await encrypted(payloadOf(Buffer.from(content)), key, counter, noFile);
  expect((await sealed.bytes()).toString("latin1")).not.toContain("pen");
  expect((await decrypted(sealed, Buffer.alloc(32, 3), counter).bytes()).toString("latin1")).not.toContain("pen");
  expect((await decrypted(sealed, key, counter).bytes()).toString()).toBe(content);
});
