import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { deaggregate } from "../../../emulator/model/kpl.ts";

/** A protobuf field of length-delimited bytes; lengths below 128 only. */
const field = (id: number, bytes: Uint8Array) => Buffer.concat([Buffer.from([(id << 3) | 2, bytes.length]), bytes]);

const userRecord = (keyIndex: number, text: string) =>
  field(3, Buffer.concat([Buffer.from([0x08, keyIndex]), field(3, Buffer.from(text))]));

function aggregate(...message: readonly Buffer[]): Buffer {
  const body = Buffer.concat(message);
  return Buffer.concat([Buffer.from("f3899ac2", "hex"), body, createHash("md5").update(body).digest()]);
}

const packed = aggregate(
  field(1, Buffer.from("one")),
  field(1, Buffer.from("two")),
  userRecord(1, "a"),
  userRecord(0, "b"),
  userRecord(1, ""),
);

test("takes an aggregated record apart, in order, each part with its partition key", () => {
  const texts = deaggregate(packed)?.map(({ partitionKey, data }) => [partitionKey, Buffer.from(data).toString()]);
  expect(texts).toEqual([
    ["two", "a"],
    ["one", "b"],
    ["two", ""],
  ]);
});

test("reads a record that lies within a larger buffer", () => {
  const around = Buffer.concat([Buffer.from("xx"), packed, Buffer.from("yy")]);
  expect(deaggregate(around.subarray(2, -2))).toHaveLength(3);
});

test.each<[string, Buffer]>([
  ["empty", Buffer.alloc(0)],
  ["plain text", Buffer.from("This is a pen, and this is another one")],
  ["magic bytes alone", packed.subarray(0, 4)],
  [
    "a checksum that does not fit",
    Buffer.concat([packed.subarray(0, -1), Buffer.from([packed.readUInt8(packed.length - 1) ^ 1])]),
  ],
  ["a message that is none", aggregate(Buffer.from("This is a pen"))],
  ["a partition key that is not in the table", aggregate(field(1, Buffer.from("one")), userRecord(1, "a"))],
])("leaves alone what is not aggregated: %s", (_what, data) => {
  expect(deaggregate(data)).toBeUndefined();
});
