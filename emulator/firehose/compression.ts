import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";

export type CompressionFormat = "UNCOMPRESSED" | "GZIP" | "ZIP" | "Snappy" | "HADOOP_SNAPPY";

/** How each format shows in an object's key and headers. Seen on AWS by floci, 2026; the guide's table has `.hsnappy`. */
export const compressionTraits: Readonly<
  Record<CompressionFormat, { readonly extension: string; readonly contentEncoding: string | undefined }>
> = {
  UNCOMPRESSED: { extension: "", contentEncoding: undefined },
  GZIP: { extension: ".gz", contentEncoding: "gzip" },
  ZIP: { extension: ".zip", contentEncoding: "zip" },
  Snappy: { extension: ".snappy", contentEncoding: "snappy-java" },
  HADOOP_SNAPPY: { extension: ".snappy", contentEncoding: "hadoop-snappy" },
};

/** `entryName`: of the one file in a ZIP archive; `atMs`: the archive's time of it. */
export function compress(
  format: CompressionFormat,
  data: Buffer,
  { entryName, atMs }: { readonly entryName: string; readonly atMs: number },
): Buffer {
  switch (format) {
    case "UNCOMPRESSED":
      return data;
    case "GZIP":
      return gzipSync(data);
    case "ZIP":
      return Buffer.from(zipSync({ [entryName]: [data, { mtime: atMs }] }));
    case "Snappy":
      return xerialFrames(data);
    case "HADOOP_SNAPPY":
      return hadoopBlocks(data);
  }
}

/** snappy-java's `SnappyOutputStream`: a magic header with versions 1 and 1, then blocks of 32 KiB, each after its length. */
function xerialFrames(data: Buffer): Buffer {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const frames = blocksOf(data, 32 * 1024).flatMap((block) => {
    const compressed = snappy(block);
    return [int32(compressed.length), compressed];
  });
  return Buffer.concat([header, ...frames]);
}

/** Hadoop's `BlockCompressorStream`: blocks of up to 256 KiB, each after its own length and its compressed one. */
function hadoopBlocks(data: Buffer): Buffer {
  return Buffer.concat(
    blocksOf(data, 256 * 1024).flatMap((block) => {
      const compressed = snappy(block);
      return [int32(block.length), int32(compressed.length), compressed];
    }),
  );
}

function blocksOf(data: Buffer, size: number): readonly Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length; at += size) blocks.push(data.subarray(at, at + size));
  return blocks;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

let library: typeof import("snappy") | undefined;

/** A native module: loaded when first needed. */
function snappy(block: Buffer): Buffer {
  library ??= createRequire(import.meta.url)("snappy") as typeof import("snappy");
  return library.compressSync(block);
}
