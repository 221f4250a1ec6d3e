import { createReadStream } from "node:fs";
import { readFile, unlink } from "node:fs/promises";

/**
 * The bytes of a request or an object: in memory while small, in a temporary file where large. Immutable; whoever keeps
 * the payload releases it.
 */
export interface Payload {
  /** In bytes. */
  readonly size: number;
  /** The whole content at once; for what is known to be small. */
  bytes(): Promise<Buffer>;
  /** The content where it is in memory, so that small payloads need no promise. */
  readonly inMemory: Buffer | undefined;
  /** The bytes from `start` to `end` (exclusive) piece by piece. */
  chunks(start?: number, end?: number): AsyncIterable<Buffer>;
  /** Frees what holds the content. Twice is once. */
  release(): Promise<void>;
}

export function payloadOf(bytes: Buffer): Payload {
  return {
    size: bytes.length,
    inMemory: bytes,
    bytes: async () => bytes,
    chunks: async function* (start = 0, end = bytes.length) {
      yield bytes.subarray(start, end);
    },
    release: async () => {},
  };
}

export const emptyPayload: Payload = payloadOf(Buffer.alloc(0));

/** A payload in a file that belongs to it: releasing the payload deletes the file. */
export function payloadInFile(path: string, size: number): Payload {
  return {
    size,
    inMemory: undefined,
    bytes: () => readFile(path),
    chunks: async function* (start = 0, end = size) {
      if (start >= end) return;
      for await (const chunk of createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 })) {
        yield chunk as Buffer;
      }
    },
    release: async () => {
      await unlink(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    },
  };
}
