import { GetRecords$, GetShardIterator$, PutRecord$, PutRecords$, TagResource$ } from "@aws-sdk/client-kinesis";
import type { StaticOperationSchema } from "@smithy/types";
import { expect, test } from "vitest";
import { ServiceError } from "../../../emulator/model/service-error.ts";
import { readJson, writeJson } from "../../../emulator/wire/json-documents.ts";
import { inputOf, outputOf } from "../../../emulator/wire/operations.ts";

const read = (operation: StaticOperationSchema, document: unknown) =>
  readJson(inputOf(operation), Buffer.from(JSON.stringify(document)));

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "none";
}

test("reads blobs and timestamps, and leaves out what is null", () => {
  expect(read(PutRecord$, { Data: "AQI=", StreamName: null, PartitionKey: "k" })).toEqual({
    Data: Buffer.from([1, 2]),
    PartitionKey: "k",
  });
  const { Timestamp } = read(GetShardIterator$, { Timestamp: 1.5 });
  expect(Timestamp).toEqual(new Date(1500));
});

test("writes blobs and timestamps, and leaves out what is undefined", () => {
  const record = { Data: new Uint8Array([1, 2]), ApproximateArrivalTimestamp: new Date(1500), PartitionKey: undefined };
  expect(writeJson(outputOf(GetRecords$), { Records: [record] })).toBe(
    '{"Records":[{"Data":"AQI=","ApproximateArrivalTimestamp":1.5}]}',
  );
});

test.each(["", "AQ==", "AQ", "AQI=", "AQI", "AQID", "+/+/"])("takes %j for base64", (text) => {
  expect(read(PutRecord$, { Data: text })).toEqual({ Data: Buffer.from(text, "base64") });
});

test.each(["A", "AQ=", "AQI==", "AQ==AQ==", "A Q=", "AQ-_", "AQIé", "AQI\n"])("does not take %j for base64", (text) => {
  expect(refusal(() => read(PutRecord$, { Data: text }))).toBe(
    "SerializationException: Data: expected base64 blob, received string",
  );
});

test.each<[string, StaticOperationSchema, unknown, string]>([
  [
    "a member that the model does not have",
    PutRecord$,
    { Date: "x" },
    "NotImplemented: The member `Date` is not emulated by firehose-crosscheck.",
  ],
  [
    "a number where a string is due, by its place in a list",
    PutRecords$,
    { Records: [{ PartitionKey: "k" }, { PartitionKey: 1 }] },
    "SerializationException: Records.2.PartitionKey: expected string, received number",
  ],
  ["a list for a structure", PutRecord$, [], "SerializationException: : expected structure, received list"],
  ["no structure at all", PutRecord$, 1, "SerializationException: "],
])("refuses %s", (_what, operation, document, message) => {
  expect(refusal(() => read(operation, document))).toBe(message);
});

test("refuses what is no JSON", () => {
  expect(refusal(() => readJson(inputOf(PutRecord$), Buffer.from("{")))).toBe("SerializationException: ");
});

test("reads a map with a name that objects have of their own", () => {
  const document = JSON.parse('{"Tags":{"__proto__":"x"}}');
  const read1 = read(TagResource$, document) as { readonly Tags: object };
  expect(Object.entries(read1.Tags)).toEqual([["__proto__", "x"]]);
});

test("reads text of any alphabet", () => {
  for (const PartitionKey of ["plain", "größer", "数据", "🖋"]) {
    expect(read(PutRecord$, { PartitionKey })).toEqual({ PartitionKey });
  }
});

test("decodes blobs into the body that they came in, where that is allowed, and nowhere over each other", () => {
  const texts = Array.from({ length: 50 }, (_, at) => "x".repeat(at) + String(at));
  const records = texts.map((text) => ({ Data: Buffer.from(text).toString("base64"), PartitionKey: "k" }));
  const body = Buffer.from(JSON.stringify({ Records: records }));
  const read = (inPlace: boolean) => {
    const { Records } = readJson(inputOf(PutRecords$), Buffer.from(body), inPlace);
    return (Records as readonly { Data: Buffer }[]).map(({ Data }) => Data);
  };
  for (const inPlace of [true, false]) expect(read(inPlace).map(String)).toEqual(texts);
  expect(new Set(read(true).map(({ buffer }) => buffer)).size).toBe(1);
});
