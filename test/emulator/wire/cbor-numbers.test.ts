import { PutRecord$ } from "@aws-sdk/client-kinesis";
import { cbor } from "@smithy/core/cbor";
import { expect, test } from "vitest";
import { CborDocuments } from "../../../emulator/wire/cbor-documents.ts";
import { hasWideNumber } from "../../../emulator/wire/cbor-numbers.ts";
import { inputOf } from "../../../emulator/wire/operations.ts";

const bytes = (hex: string) => Buffer.from(hex, "hex");

test.each([
  ["a bignum", "a16161c25a00000002ffff"],
  ["a negative bignum", "c341ff"],
  ["a decimal fraction of 250 million digits, in a list", "a1616181c4821a0fffffff01"],
  ["a bigfloat", "c5821a0fffffff01"],
  ["a bignum whose tag takes more bytes than it has to", "db0000000000000002 41ff".replace(" ", "")],
  ["a bignum behind a text of indefinite length", "827f6161ffc241ff"],
])("%s is found", (_what, hex) => {
  expect(hasWideNumber(bytes(hex))).toBe(true);
});

test.each([
  ["a document with a time", cbor.serialize({ at: { tag: 1, value: 1.5 }, list: [1, -1, 2.5, "c2", null, true] })],
  ["what a blob holds", cbor.serialize({ data: Buffer.from("c241ffc3c4c5", "hex") })],
  ["a document that is cut off", bytes("a1616119")],
  ["nothing", bytes("")],
])("%s has none", (_what, document) => {
  expect(hasWideNumber(document)).toBe(false);
});

test("a request with such a number is refused before it is decoded, also in a member that there is not", () => {
  const read = (hex: string) => new CborDocuments(1000).read(inputOf(PutRecord$), bytes(hex));
  expect(() => read("a1616101")).toThrow(expect.objectContaining({ code: "NotImplemented" }));
  expect(() => read("a16161c241ff")).toThrow(expect.objectContaining({ code: "SerializationException" }));
});
