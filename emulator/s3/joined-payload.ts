import type { Payload } from "../model/payload.ts";

/** Several payloads as one, without copying them. Releasing it releases them all. */
export function joinPayloads(parts: readonly Payload[]): Payload {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  async function* chunks(start = 0, end = size): AsyncIterable<Buffer> {
    let offset = 0;
    for (const part of parts) {
      const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, part.size)];
      if (from < to) yield* part.chunks(from, to);
      offset += part.size;
    }
  }
  return {
    size,
    inMemory: undefined,
    chunks,
    async bytes() {
      const pieces: Buffer[] = [];
      for await (const chunk of chunks()) pieces.push(chunk);
      return Buffer.concat(pieces);
    },
    async release() {
      for (const part of parts) await part.release();
    },
  };
}
