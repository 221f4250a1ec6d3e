import { expect, test } from "vitest";
import { type Constraints, constraintMessage } from "../../../emulator/model/constraints.ts";

const constraints: Constraints = {
  StreamName: { required: true, length: [1, 8], pattern: "[a-z]+" },
  ShardCount: { range: [1, 10] },
  Mode: { values: ["ON", "OFF"] },
  Records: { length: [1, 2], each: { members: { Data: { required: true, length: [0, 3] } } } },
  Nested: { members: { BucketARN: { required: true } } },
};

test("says nothing where every member fits", () => {
  const input = { StreamName: "orders", ShardCount: 1, Mode: "ON", Records: [{ Data: Buffer.from("abc") }] };
  expect(constraintMessage(input, constraints)).toBeUndefined();
});

test.each([
  [{}, "Value null at 'streamName' failed to satisfy constraint: Member must not be null"],
  [
    { StreamName: "" },
    "Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
  ],
  [
    { StreamName: "ordersorders" },
    "Value 'ordersorders' at 'streamName' failed to satisfy constraint: Member must have length less than or equal to 8",
  ],
  [
    { StreamName: "Orders" },
    "Value 'Orders' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
  ],
  [
    { StreamName: "orders", ShardCount: 0 },
    "Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    { StreamName: "orders", ShardCount: 11 },
    "Value '11' at 'shardCount' failed to satisfy constraint: Member must have value less than or equal to 10",
  ],
  [
    { StreamName: "orders", Mode: "on" },
    "Value 'on' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]",
  ],
  [
    { StreamName: "orders", Records: [{ Data: Buffer.from("ab") }, { Data: Buffer.from("abcd") }] },
    "Value 'java.nio.HeapByteBuffer[pos=0 lim=4 cap=4]' at 'records.2.member.data' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    { StreamName: "orders", Nested: {} },
    "Value null at 'nested.bucketARN' failed to satisfy constraint: Member must not be null",
  ],
])("names what %j breaks", (input, problems) => {
  const count = problems.split("; ").length;
  const head = count === 1 ? "1 validation error detected: " : `${count} validation errors detected: `;
  expect(constraintMessage(input, constraints)).toBe(head + problems);
});

test("leaves a value outside an enumeration out where the service does", () => {
  expect(constraintMessage({ StreamName: "orders", Mode: "on" }, constraints, { echoesEnumValues: false })).toBe(
    "1 validation error detected: Value at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]",
  );
});
