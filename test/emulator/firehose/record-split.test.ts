import { expect, test } from "vitest";
import { splitRecord } from "../../../emulator/firehose/record-split.ts";

const json = (text: string) => splitRecord(Buffer.from(text), { kind: "json" })?.map(String);

test.each([
  ['{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
  ['{"a":1}\n {"b":2}\n', ['{"a":1}', '{"b":2}']],
  ['{"brace":"}{","quote":"\\""}{"b":{"c":[1]}}', ['{"brace":"}{","quote":"\\""}', '{"b":{"c":[1]}}']],
  ["", []],
])("takes JSON documents that follow each other apart: %s", (text, parts) => {
  expect(json(text)).toEqual(parts);
});

test.each(['{"a":1', "}{", '"text"', '{"a":1} and more', "{a:1}"])(
  "does not take apart what is not JSON: %s",
  (text) => {
    expect(json(text)).toBeUndefined();
  },
);

test("takes delimited parts apart and leaves empty ones out", () => {
  const parts = splitRecord(Buffer.from("##a##b####c"), { kind: "delimited", delimiter: Buffer.from("##") });
  expect(parts?.map(String)).toEqual(["a", "b", "c"]);
});
