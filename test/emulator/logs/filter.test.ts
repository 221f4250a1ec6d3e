import { expect, test } from "vitest";
import { filterMatcher } from "../../../emulator/logs/filter/index.ts";
import { ServiceError } from "../../../emulator/model/service-error.ts";

const delivery = JSON.stringify({
  errorCode: "S3.AccessDenied",
  message: "Access was denied. Ensure that the trust policy is right.",
  attempt: 3,
  isFinal: false,
  next: null,
  nested: { list: [{ name: "first" }, "second"], "odd key": 1 },
});

function matches(pattern: string, message: string): boolean | string {
  try {
    return filterMatcher(pattern)(message);
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

test.each<[string, string, boolean]>([
  ["", "anything", true],
  ["  ", "anything", true],
  ["ERROR", "[ERROR 400] bad request", true],
  ["ERROR", "[error 400] bad request", false],
  ["ERR", "[ERROR 400] bad request", false],
  ["ERROR request", "[ERROR 400] bad request", true],
  ["ERROR answer", "[ERROR 400] bad request", false],
  ['"bad request"', "[ERROR 400] bad request", true],
  ['"request bad"', "[ERROR 400] bad request", false],
  ['"S3.AccessDenied"', delivery, true],
  ["AccessDenied", delivery, true],
  ["Denied", delivery, false],
  ["?ERROR ?WARN", "WARN: slow", true],
  ["?ERROR ?WARN", "INFO: fine", false],
  ["ERROR -Exiting", "ERROR: lost", true],
  ["ERROR -Exiting", "ERROR: Exiting", false],
  ["-Exiting", "ERROR", true],
  ["ERROR ?WARN", "WARN only", false],
  ['"say \\"no\\""', 'they say "no" to it', true],
])("text pattern %j on %j: %s", (pattern, message, expected) => {
  expect(matches(pattern, message)).toBe(expected);
});

test.each<[string, boolean]>([
  ['{ $.errorCode = "S3.AccessDenied" }', true],
  ['{$.errorCode="S3.AccessDenied"}', true],
  ['{ $.errorCode = "S3.NoSuchBucket" }', false],
  ['{ $.errorCode != "S3.NoSuchBucket" }', true],
  ['{ $.missing != "x" }', false],
  ['{ $.errorCode = "S3.*" }', true],
  ['{ $.errorCode = "*Denied" }', true],
  ['{ $.errorCode = "*.Ac*ied" }', true],
  ['{ $.errorCode = "KMS.*" }', false],
  ["{ $.errorCode = S3.AccessDenied }", true],
  ["{ $.attempt = 3 }", true],
  ["{ $.attempt = 3.0 }", true],
  ["{ $.attempt > 2 }", true],
  ["{ $.attempt >= 4 }", false],
  ["{ $.attempt < 1e1 }", true],
  ["{ $.attempt <= 2 }", false],
  ["{ $.isFinal IS FALSE }", true],
  ["{ $.isFinal IS TRUE }", false],
  ["{ $.next IS NULL }", true],
  ["{ $.attempt IS NULL }", false],
  ["{ $.missing NOT EXISTS }", true],
  ["{ $.next NOT EXISTS }", false],
  ['{ $.nested.list[0].name = "first" }', true],
  ['{ $.nested.list[1] = "second" }', true],
  ["{ $.nested['odd key'] = 1 }", true],
  ['{ $.attempt = 3 && $.errorCode = "S3.*" }', true],
  ['{ $.attempt = 4 && $.errorCode = "S3.*" }', false],
  ['{ $.attempt = 4 || $.errorCode = "S3.*" }', true],
  ['{ $.attempt = 4 && ($.attempt = 3 || $.errorCode = "S3.*") }', false],
  ['{ ($.attempt = 4 && $.attempt = 3) || $.errorCode = "S3.*" }', true],
])("JSON pattern %j on an error of a delivery: %s", (pattern, expected) => {
  expect(matches(pattern, delivery)).toBe(expected);
});

test("a JSON pattern matches no event that is no JSON", () => {
  expect(matches("{ $.missing NOT EXISTS }", "plain text")).toBe(false);
  expect(matches("{ $.missing NOT EXISTS }", "{}")).toBe(true);
});

test.each([
  "S3.AccessDenied",
  '"open',
  "{ $.a = }",
  "{ $.a }",
  "{ a = 1 }",
  "{ $.a = 1",
  "{ $.a = 1 ) }",
  "{ $.a > b }",
  "{ $.a = 1 && }",
])("refuses %j", (pattern) => {
  expect(matches(pattern, delivery)).toBe("InvalidParameterException: Invalid filter pattern");
});

test.each(["[ip, user]", "%Error.*%", "{ $.a = %x% }", "{ $.a[*] = 1 }"])("says that %j is not emulated", (pattern) => {
  expect(matches(pattern, delivery)).toMatch(/^NotImplemented: /);
});
