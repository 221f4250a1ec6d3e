import { constants, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";
import type { Decoded } from "./decoders.ts";

interface Compression {
  /** Where it begins in bytes, which are given as characters of the same codes; -1 where there is none. */
  beginningIn(bytes: string): number;
  /** Throws where that is no such thing or gives more bytes than are allowed. */
  expand(bytes: Buffer, maxOutputLength: number): Buffer;
}

/** What is cut short is expanded as far as it goes. */
const finishFlush = constants.Z_SYNC_FLUSH;

const compressions: readonly Compression[] = [
  {
    beginningIn: (bytes) => bytes.indexOf("\x1f\x8b\x08"),
    // What follows it is no concern of `inflateRaw`, and another member's beginning to `gunzip`.
    expand: (bytes, maxOutputLength) =>
      inflateRawSync(bytes.subarray(gzipHeaderBytes(bytes)), { finishFlush, maxOutputLength }),
  },
  {
    beginningIn: (bytes) => bytes.indexOf("\x28\xb5\x2f\xfd"),
    expand: (bytes, maxOutputLength) => zstdDecompressSync(bytes, { maxOutputLength }),
  },
  // Zlib: RFC 1950, 2.2.
  {
    beginningIn: (bytes) => (["x\x01", "x\x5e", "x\x9c", "x\xda"].includes(bytes.slice(0, 2)) ? 0 : -1),
    expand: (bytes, maxOutputLength) => inflateSync(bytes, { finishFlush, maxOutputLength }),
  },
];

/** Length of a gzip member's header. Source: RFC 1952, 2.3. */
function gzipHeaderBytes(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 0x04) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const named of [0x08, 0x10]) if (flags & named) at = bytes.indexOf(0, at) + 1 || bytes.length;
  return flags & 0x02 ? at + 2 : at;
}

/** What bytes are once they are expanded, where they are compressed; more than `most` are not looked into. */
export function* expandedFrom({ text = "", sourceOf }: Decoded, most: number): Iterable<Decoded> {
  for (const { beginningIn, expand } of compressions) {
    const from = beginningIn(text);
    if (from === -1) continue;
    const sourceOfAll = () => sourceOf({ from, to: text.length });
    const expanded = most < 1 ? undefined : expandedText(text.slice(from), (bytes) => expand(bytes, most));
    if (expanded !== "") yield { text: expanded, sourceOf: sourceOfAll };
  }
}

/** Undefined where it is too much, empty where there is nothing to expand. */
function expandedText(text: string, expand: (bytes: Buffer) => Buffer): string | undefined {
  try {
    return expand(Buffer.from(text, "latin1")).toString("latin1");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? undefined : "";
  }
}
