import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ShardLog } from "../../../emulator/kinesis/shard-log.ts";
import { Spill } from "../../../emulator/kinesis/spill.ts";
import { Random } from "../../../emulator/model/random.ts";

function temporaryFolder(): { readonly path: string; files(): number } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "shard-log-"));
  return {
    path,
    files: () => readdirSync(path).length,
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

/** Record `n` arrives at `n` milliseconds and says so. */
function fill(log: ShardLog, records: number, bytes: number): void {
  for (let at = 1; at <= records; at++) {
    const data = Buffer.alloc(bytes);
    data.writeUInt32LE(at);
    log.append({ partitionKey: `ключ-${at}`, data, arrivedAtMs: at, keyId: at % 2 === 0 ? "key" : undefined });
  }
}

const everything = { records: 10_000, bytes: Number.MAX_SAFE_INTEGER };

test("reads across segments in memory and in files, from any record on", () => {
  using folder = temporaryFolder();
  const log = new ShardLog(new Spill(folder.path, new Random(1)));
  fill(log, 25_000, 1024);
  expect(folder.files()).toBeGreaterThan(5);
  for (const from of [1, 1000, 1024, 1025, 12_345, 24_999, 25_000]) {
    const records = log.read(from, everything);
    const count = Math.min(10_000, 25_001 - from);
    expect(records.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: count }, (_, at) => from + at));
    for (const { ordinal, data, partitionKey, arrivedAtMs, keyId } of [records[0], records.at(-1)].flatMap(
      (each) => each ?? [],
    )) {
      expect(Buffer.from(data).readUInt32LE()).toBe(ordinal);
      expect(partitionKey).toBe(`ключ-${ordinal}`);
      expect(arrivedAtMs).toBe(ordinal);
      expect(keyId).toBe(ordinal % 2 === 0 ? "key" : undefined);
    }
  }
  expect(log.read(25_001, everything)).toEqual([]);
});

test("stops at the number and the bytes that it may give, but gives one record at least", () => {
  using folder = temporaryFolder();
  const log = new ShardLog(new Spill(folder.path, new Random(1)));
  fill(log, 10, 100);
  const count = (records: number, bytes: number) => log.read(1, { records, bytes }).length;
  expect([count(3, 10_000), count(10, 350), count(10, 1)]).toEqual([3, 3, 1]);
});

test("finds the first record of a moment", () => {
  using folder = temporaryFolder();
  const log = new ShardLog(new Spill(folder.path, new Random(1)));
  fill(log, 5000, 1024);
  expect([0, 1, 2500, 5000, 5001].map((atMs) => log.firstSince(atMs))).toEqual([1, 1, 2500, 5000, 5001]);
});

test("drops what has expired, its files too, and not what has not", () => {
  using folder = temporaryFolder();
  const log = new ShardLog(new Spill(folder.path, new Random(1)));
  fill(log, 30_000, 1024);
  const before = folder.files();
  log.trim(15_000);
  expect(log.read(1, { ...everything, records: 1 })[0]?.ordinal).toBe(15_000);
  expect(folder.files()).toBeLessThan(before);
  log.trim(10);
  expect(log.read(1, { ...everything, records: 1 })[0]?.ordinal).toBe(15_000);
  log.trim(30_001);
  expect(log.read(1, everything)).toEqual([]);
  expect(folder.files()).toBe(0);
  log.append({ partitionKey: "k", data: Buffer.from("x"), arrivedAtMs: 40_000, keyId: undefined });
  expect(log.read(1, everything)).toMatchObject([{ ordinal: 30_001, partitionKey: "k" }]);
});

test("takes records larger than a segment", () => {
  using folder = temporaryFolder();
  const log = new ShardLog(new Spill(folder.path, new Random(1)));
  fill(log, 3, 10_000_000);
  expect(log.read(1, everything).map(({ data }) => data.length)).toEqual([10_000_000, 10_000_000, 10_000_000]);
});
