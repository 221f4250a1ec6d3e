import { expect, test } from "vitest";
import { type Constraints, checkConstraints } from "../../../emulator/model/constraints.ts";
import { ServiceError } from "../../../emulator/model/service-error.ts";

const constraints: Constraints = {
  StreamName: { required: true, pattern: "[a-zA-Z0-9_.-]+", minLength: 1, maxLength: 128 },
  ShardCount: { min: 1, max: 100_000 },
  Mode: { values: ["PROVISIONED", "ON_DEMAND"] },
  Data: { maxLength: 4 },
  Records: { minLength: 1, each: { members: { PartitionKey: { required: true, maxLength: 3 } } } },
  Tags: { maxLength: 2, keys: { minLength: 1, maxLength: 3 }, each: { maxLength: 2 } },
  TagKeys: { each: { minLength: 1, maxLength: 3 } },
};

function problemsOf(input: object, code?: string): string {
  try {
    checkConstraints(constraints, input, code);
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "none";
}

test("accepts an input that keeps every constraint", () => {
  expect(
    problemsOf({
      StreamName: "orders",
      ShardCount: 1,
      Mode: "ON_DEMAND",
      Data: Buffer.alloc(4),
      Records: [{ PartitionKey: "abc" }],
      Tags: { abc: "ab" },
      TagKeys: ["abc"],
    }),
  ).toBe("none");
});

test.each<[string, object, string]>([
  [
    "a required member that is missing",
    {},
    "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
  ],
  [
    "a string outside its pattern",
    { StreamName: "a/b" },
    "1 validation error detected: Value 'a/b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  ],
  [
    "every problem at once",
    { StreamName: "", ShardCount: 0, Mode: "x" },
    "4 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1; Value 'x' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]",
  ],
  [
    "a number that is too large",
    { StreamName: "a", ShardCount: 100_001 },
    "1 validation error detected: Value '100001' at 'shardCount' failed to satisfy constraint: Member must have value less than or equal to 100000",
  ],
  [
    "a blob that is too long",
    { StreamName: "a", Data: Buffer.alloc(5) },
    "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 4",
  ],
  [
    "a member inside a list, by its place",
    { StreamName: "a", Records: [{ PartitionKey: "abc" }, { PartitionKey: "abcd" }] },
    "1 validation error detected: Value 'abcd' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    "the keys and values of a map",
    { StreamName: "a", Tags: { abcd: "abc" } },
    "2 validation errors detected: Value '{abcd=abc}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1]; Value '{abcd=abc}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2]",
  ],
])("refuses %s", (_what, input, message) => {
  expect(problemsOf(input)).toBe(`ValidationException: ${message}`);
});

test("tells ten problems of a request at most", () => {
  const Records = Array.from({ length: 12 }, () => ({}));
  expect(problemsOf({ StreamName: "a", Records })).toMatch(/^ValidationException: 10 validation errors detected: /);
});

test("refuses with the code that the service uses", () => {
  expect(problemsOf({}, "InvalidParameterException")).toMatch(/^InvalidParameterException: 1 validation error/);
});

test("leaves a value outside an enumeration out where the service does", () => {
  const untold = { Mode: { values: ["ON", "OFF"], isValueUntold: true } } as const;
  expect(() => checkConstraints(untold, { Mode: "on" })).toThrow(
    "1 validation error detected: Value at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]",
  );
});
