/** The cipher of SSE-KMS bodies: AES-256 in counter mode, so that a range is read without what comes before it. */
import { type Cipheriv, createCipheriv } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { type Payload, payloadInFile, payloadOf } from "../model/payload.ts";

const blockBytes = 16;

/** Encrypting and decrypting are the same: the stream of the counter, added to the bytes. */
function cipherFrom(key: Uint8Array, counter: Uint8Array, offset: number): Cipheriv {
  const blocks = BigInt(Math.floor(offset / blockBytes));
  const start = (BigInt(`0x${Buffer.from(counter).toString("hex")}`) + blocks) & ((1n << 128n) - 1n);
  const cipher = createCipheriv("aes-256-ctr", key, Buffer.from(start.toString(16).padStart(32, "0"), "hex"));
  cipher.update(Buffer.alloc(offset % blockBytes));
  return cipher;
}

/** Writes a payload's ciphertext, in memory where the payload is. The payload itself is left to its owner. */
export async function encrypted(
  payload: Payload,
  key: Uint8Array,
  counter: Uint8Array,
  newFilePath: () => string,
): Promise<Payload> {
  const cipher = cipherFrom(key, counter, 0);
  if (payload.inMemory !== undefined) return payloadOf(cipher.update(payload.inMemory));
  const path = newFilePath();
  await writeFile(path, transformed(payload.chunks(), cipher), { mode: 0o600 });
  return payloadInFile(path, payload.size);
}

/** A ciphertext seen as what it holds. Nothing is decrypted until it is read. */
export function decrypted(ciphertext: Payload, key: Uint8Array, counter: Uint8Array): Payload {
  const view: Payload = {
    size: ciphertext.size,
    get inMemory() {
      const bytes = ciphertext.inMemory;
      return bytes && cipherFrom(key, counter, 0).update(bytes);
    },
    bytes: async () => cipherFrom(key, counter, 0).update(await ciphertext.bytes()),
    chunks: (start = 0, end = ciphertext.size) =>
      transformed(ciphertext.chunks(start, end), cipherFrom(key, counter, start)),
    release: () => ciphertext.release(),
  };
  return view;
}

async function* transformed(chunks: AsyncIterable<Buffer>, cipher: Cipheriv): AsyncIterable<Buffer> {
  for await (const chunk of chunks) yield cipher.update(chunk);
}
