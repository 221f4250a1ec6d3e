import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uncompressSync } from "snappy";
import { expect, test } from "vitest";
import { compress } from "../../../emulator/firehose/compression.ts";

const entry = { entryName: "046b6c7f-0b8a-43b9-b35d-6489e6daee91", atMs: Date.UTC(2026, 10, 24, 9, 5, 0) };
/** More than one block of either Snappy form. */
const data = Buffer.from(Array.from({ length: 60_000 }, (_, at) => `record ${at}\n`).join(""));

/** Skips the test, with the reason, where the tool is not installed; fails it on a build machine, which must have it. */
function needsTool(skip: (reason: string) => void, command: string): void {
  if (spawnSync(command, ["--version"]).status === 0) return;
  const reason = `${command} is not installed`;
  if (process.env.CI === "true") throw new Error(reason);
  skip(reason);
}

function withFile<Result>(name: string, bytes: Buffer, use: (path: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "compression-"));
  try {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("leaves data as they are without a format", () => {
  expect(compress("UNCOMPRESSED", data, entry)).toBe(data);
});

test("writes what gzip reads", ({ skip }) => {
  needsTool(skip, "gzip");
  const read = withFile("data.gz", compress("GZIP", data, entry), (path) =>
    execFileSync("gzip", ["-dc", path], { maxBuffer: 10_000_000 }),
  );
  expect(read.equals(data)).toBe(true);
});

test("writes one entry that a ZIP reader finds, with the time that it was given", ({ skip }) => {
  needsTool(skip, "python3");
  const script =
    "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); i=z.infolist(); print(len(i), i[0].filename, i[0].date_time[0]); sys.stdout.flush(); sys.stdout.buffer.write(z.read(i[0]))";
  const read = withFile("data.zip", compress("ZIP", data, entry), (path) =>
    execFileSync("python3", ["-c", script, path], { maxBuffer: 10_000_000 }),
  );
  const line = `1 ${entry.entryName} 2026\n`;
  expect(read.subarray(0, line.length).toString()).toBe(line);
  expect(read.subarray(line.length).equals(data)).toBe(true);
});

test("writes snappy-java's frames", () => {
  const bytes = compress("Snappy", data, entry);
  expect(bytes.subarray(0, 16).toString("hex")).toBe("82534e41505059000000000100000001");
  const blocks: Buffer[] = [];
  for (let at = 16; at < bytes.length; ) {
    const length = bytes.readInt32BE(at);
    blocks.push(uncompressSync(bytes.subarray(at + 4, at + 4 + length), { asBuffer: true }) as Buffer);
    at += 4 + length;
  }
  expect(blocks.length).toBe(Math.ceil(data.length / 32_768));
  expect(Buffer.concat(blocks).equals(data)).toBe(true);
});

test("writes Hadoop's blocks", () => {
  const bytes = compress("HADOOP_SNAPPY", data, entry);
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [plain, length] = [bytes.readInt32BE(at), bytes.readInt32BE(at + 4)];
    const block = uncompressSync(bytes.subarray(at + 8, at + 8 + length), { asBuffer: true }) as Buffer;
    expect(block.length).toBe(plain);
    blocks.push(block);
    at += 8 + length;
  }
  expect(blocks.length).toBe(Math.ceil(data.length / 262_144));
  expect(Buffer.concat(blocks).equals(data)).toBe(true);
});
