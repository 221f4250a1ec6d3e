import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { payloadOf } from "../../../emulator/model/payload.ts";
import { Random } from "../../../emulator/model/random.ts";
import { PayloadStore } from "../../../emulator/s3/payload-store.ts";

async function storeOf(budgetBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), "payload-store-"));
  return {
    store: new PayloadStore(folder, new Random(1), budgetBytes),
    files: async () => (await readdir(folder)).length,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

test("moves the oldest to files when the budget is spent, and reads them as before", async () => {
  await using made = await storeOf(10);
  const oldest = await made.store.keep(payloadOf(Buffer.from("first")));
  const older = await made.store.keep(payloadOf(Buffer.from("2nd")));
  expect([oldest.inMemory?.toString(), await made.files()]).toEqual(["first", 0]);
  const newest = await made.store.keep(payloadOf(Buffer.from("third")));
  expect([oldest.inMemory, older.inMemory?.toString(), newest.inMemory?.toString()]).toEqual([
    undefined,
    "2nd",
    "third",
  ]);
  expect(await made.files()).toBe(1);
  expect((await oldest.bytes()).toString()).toBe("first");
  const pieces = [];
  for await (const piece of oldest.chunks(1, 4)) pieces.push(piece.toString());
  expect(pieces.join("")).toBe("irs");
});

test("what is released makes room, and its file goes", async () => {
  await using made = await storeOf(10);
  const first = await made.store.keep(payloadOf(Buffer.alloc(8)));
  await first.release();
  const second = await made.store.keep(payloadOf(Buffer.alloc(8)));
  expect([second.inMemory?.length, await made.files()]).toEqual([8, 0]);
  await made.store.keep(payloadOf(Buffer.alloc(8)));
  expect(await made.files()).toBe(1);
  await second.release();
  expect(await made.files()).toBe(0);
});

test("keeping what is kept already counts it once", async () => {
  await using made = await storeOf(10);
  const kept = await made.store.keep(payloadOf(Buffer.alloc(8)));
  expect(await made.store.keep(kept)).toBe(kept);
  expect([kept.inMemory?.length, await made.files()]).toEqual([8, 0]);
});

test("copies, whole or in part, live on when their source is gone", async () => {
  await using made = await storeOf(4);
  for (const text of ["0123", "0123456789"]) {
    const source = await made.store.keep(payloadOf(Buffer.from(text)));
    const [whole, part] = [await made.store.copy(source), await made.store.copy(source, 1, 3)];
    await source.release();
    expect([(await whole.bytes()).toString(), (await part.bytes()).toString()]).toEqual([text, "12"]);
  }
});

test("a small payload does not hold on to the large read that it is a slice of", async () => {
  await using made = await storeOf(1024);
  const read = Buffer.alloc(64 * 1024, "x");
  const kept = await made.store.keep(payloadOf(read.subarray(100, 110)));
  expect(kept.inMemory?.toString()).toBe("xxxxxxxxxx");
  expect(kept.inMemory?.buffer.byteLength).toBeLessThan(1024);
});
