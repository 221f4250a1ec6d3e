import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Payload, payloadInFile, payloadOf } from "../../../emulator/model/payload.ts";

const content = "0123456789".repeat(100_000);

async function inFile() {
  const folder = await mkdtemp(join(tmpdir(), "payload-"));
  const path = join(folder, "content");
  await writeFile(path, content);
  return {
    path,
    payload: payloadInFile(path, content.length),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

async function read(payload: Payload, start?: number, end?: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of payload.chunks(start, end)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const ranges: readonly (readonly [number | undefined, number | undefined])[] = [
  [undefined, undefined],
  [3, 7],
  [999_999, undefined],
  [5, 5],
  [400_000, 900_001],
];

test("gives the same bytes from memory and from a file, whole and in parts", async () => {
  await using file = await inFile();
  const memory = payloadOf(Buffer.from(content));
  for (const payload of [memory, file.payload]) {
    expect(payload.size).toBe(1_000_000);
    expect((await payload.bytes()).toString()).toBe(content);
    for (const [start, end] of ranges) expect(await read(payload, start, end)).toBe(content.slice(start, end));
  }
  expect([memory.inMemory?.length, file.payload.inMemory]).toEqual([1_000_000, undefined]);
});

test("deletes its file when it is released, and minds no second time", async () => {
  await using file = await inFile();
  await access(file.path);
  await file.payload.release();
  await expect(access(file.path)).rejects.toMatchObject({ code: "ENOENT" });
  await file.payload.release();
});

test("keeps its file until then, also when a reader stops early", async () => {
  await using file = await inFile();
  for await (const _chunk of file.payload.chunks()) break;
  expect(await read(file.payload)).toBe(content);
});
