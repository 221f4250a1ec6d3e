import { describe, expect, test } from "vitest";
import { hexDump } from "../../../report/html/object.ts";
import { offsetText, policyJson } from "../../../report/html/text.ts";

describe("a policy", () => {
  test("is written a member a line, with what a member has on the same", () => {
    const statement = { Effect: "Allow", Principal: { AWS: "arn" }, Action: ["a:B", "a:C"], Resource: "*" };
    expect(policyJson(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }))).toBe(`{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": { "AWS": "arn" },
    "Action": ["a:B", "a:C"],
    "Resource": "*"
  }]
}`);
  });

  test("that is not JSON is shown as it is", () => {
    expect(policyJson('{"Version" "2012-10-17"}')).toBe('{"Version" "2012-10-17"}');
  });
});

test("bytes are shown as digits and as far as they are ASCII", () => {
  expect(hexDump(Buffer.from("This is a pen\n\u00e9!"))).toBe(
    "00000000  54 68 69 73 20 69 73 20 61 20 70 65 6e 0a c3 a9  This is a pen...\n00000010  21                                               !",
  );
});

test.each([
  [0, "0 s"],
  [1_240, "1.2 s"],
  [59_400, "59 s"],
  [300_800, "5 min 01 s"],
  [7_260_000, "2 h 01 min"],
])("%d ms after the start are %s", (ms, text) => {
  expect(offsetText(ms)).toBe(text);
});
