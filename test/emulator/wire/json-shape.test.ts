import { GetRecords$, GetShardIterator$, PutRecord$, PutRecords$, TagResource$ } from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { Misfit, readJsonShape, textOf, writeJsonShape } from "../../../emulator/wire/json-shape.ts";
import { inputOf, outputOf } from "../../../emulator/wire/operations.ts";

function problemOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof Misfit) return error.problem;
    throw error;
  }
}

test("reads blobs and timestamps, and leaves out what is null", () => {
  expect(readJsonShape(inputOf(PutRecord$), { Data: "AQI=", StreamName: null, PartitionKey: "k" })).toEqual({
    Data: Buffer.from([1, 2]),
    PartitionKey: "k",
  });
  const { Timestamp } = readJsonShape(inputOf(GetShardIterator$), { Timestamp: 1.5 });
  expect(Timestamp).toEqual(new Date(1500));
});

test("writes blobs and timestamps, and leaves out what is undefined", () => {
  const record = { Data: new Uint8Array([1, 2]), ApproximateArrivalTimestamp: new Date(1500), PartitionKey: undefined };
  expect(JSON.stringify(writeJsonShape(outputOf(GetRecords$), { Records: [record] }))).toBe(
    '{"Records":[{"Data":"AQI=","ApproximateArrivalTimestamp":1.5}]}',
  );
});

test.each(["", "AQ==", "AQ", "AQI=", "AQI", "AQID", "+/+/"])("takes %j for base64", (text) => {
  expect(readJsonShape(inputOf(PutRecord$), { Data: text })).toEqual({ Data: Buffer.from(text, "base64") });
});

test.each(["A", "AQ=", "AQI==", "AQ==AQ==", "A Q=", "AQ-_", "AQIé", "AQI\n"])("does not take %j for base64", (text) => {
  expect(problemOf(() => readJsonShape(inputOf(PutRecord$), { Data: text }))).toEqual({
    kind: "wrong-type",
    path: "Data",
    expected: "base64 blob",
    received: "string",
  });
});

test.each<[string, () => unknown, object]>([
  [
    "a member that the model does not have",
    () => readJsonShape(inputOf(PutRecord$), { Date: "x" }),
    { kind: "unknown-member", path: "Date" },
  ],
  [
    "a string where a number is due, by its place in a list",
    () => readJsonShape(inputOf(PutRecords$), { Records: [{ PartitionKey: "k" }, { PartitionKey: 1 }] }),
    { kind: "wrong-type", path: "Records.2.PartitionKey", expected: "string", received: "number" },
  ],
  [
    "a list for a structure",
    () => readJsonShape(inputOf(PutRecord$), []),
    { kind: "wrong-type", path: "", expected: "structure", received: "list" },
  ],
  [
    "a map that would change the prototype",
    () => readJsonShape(inputOf(TagResource$), { Tags: JSON.parse('{"__proto__":"x"}') }),
    { kind: "unknown-member", path: "Tags.__proto__" },
  ],
])("refuses %s", (_what, run, problem) => {
  expect(problemOf(run)).toEqual(problem);
});

test("reads text of any alphabet", () => {
  for (const text of ["plain", "größer", "数据", "🖋"]) expect(textOf(Buffer.from(text))).toBe(text);
});
