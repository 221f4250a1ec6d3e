import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";

/** What an object of Firehose's holds, in any of its compression formats. */
export function decompressed(contents: Uint8Array, format: string): Buffer {
  switch (format) {
    case "GZIP":
      return gunzipSync(contents);
    case "ZIP":
      return Buffer.concat(Object.values(unzipSync(contents)));
    case "Snappy":
      return Buffer.concat(blocksOf(contents, xerialHeaderBytes, 4));
    case "HADOOP_SNAPPY":
      return Buffer.concat(blocksOf(contents, 0, 8));
    default:
      return Buffer.from(contents);
  }
}

/** Of snappy-java's `SnappyOutputStream`: a magic word and two versions. */
const xerialHeaderBytes = 16;

/** Blocks, each after `lengthBytes` that end with its compressed length. */
function blocksOf(contents: Uint8Array, from: number, lengthBytes: number): readonly Uint8Array[] {
  // Loaded where it is needed: most objects are not compressed so, and it takes a while.
  const { uncompressSync } = createRequire(import.meta.url)("snappy") as typeof import("snappy");
  const data = Buffer.from(contents);
  const blocks: Uint8Array[] = [];
  for (let at = from; at < data.length; ) {
    const start = at + lengthBytes;
    const end = start + data.readInt32BE(start - 4);
    blocks.push(Buffer.from(uncompressSync(data.subarray(start, end))));
    at = end;
  }
  return blocks;
}
