import { expect, test } from "vitest";
import { errorObjectKey, type KeyValues, objectKey } from "../../../emulator/firehose/key.ts";
import { isPrefixProblem, type PrefixPart, parsePrefix } from "../../../emulator/firehose/prefix.ts";

let drawn = 0;
const values: KeyValues = {
  deliveryStreamName: "orders",
  versionId: "2",
  oldestArrivalMs: Date.UTC(2026, 10, 24, 9, 5, 7),
  timeZone: "UTC",
  extension: "",
  uuid: "046b6c7f-0b8a-43b9-b35d-6489e6daee91",
  randomString: () => `random${drawn++}`,
};

const suffix = "orders-2-2026-11-24-09-05-07-046b6c7f-0b8a-43b9-b35d-6489e6daee91";

function parsed(text: string): readonly PrefixPart[] {
  const parts = parsePrefix(text);
  if (isPrefixProblem(parts)) throw new Error(JSON.stringify(parts));
  return parts;
}

test.each([
  ["no prefix", "", "2026/11/24/09/"],
  ["a static prefix, without a slash of its own", "legacy", "legacy2026/11/24/09/"],
  ["a static prefix with a slash", "legacy/", "legacy/2026/11/24/09/"],
  ["timestamps, with nothing added", "y=!{timestamp:yyyy}/m=!{timestamp:MM}/", "y=2026/m=11/"],
  ["quoted text in a timestamp", "!{timestamp:yyyy'-W'DDD}/", "2026-W328/"],
])("puts %s before the name", (_what, prefix, expected) => {
  expect(objectKey(parsed(prefix), values)).toBe(expected + suffix);
});

test("draws a new random string at each place", () => {
  drawn = 0;
  expect(objectKey(parsed("!{firehose:random-string}/!{firehose:random-string}/"), values)).toBe(
    `random0/random1/${suffix}`,
  );
});

test("tells prefix and suffix in the configured time zone", () => {
  expect(objectKey(parsed(""), { ...values, timeZone: "America/New_York" })).toBe(
    "2026/11/24/04/orders-2-2026-11-24-04-05-07-046b6c7f-0b8a-43b9-b35d-6489e6daee91",
  );
});

test("fills in partition keys and ends with the extension", () => {
  const partitionKeys = new Map([["customer", "acme"]]);
  expect(
    objectKey(parsed("c=!{partitionKeyFromQuery:customer}/"), { ...values, partitionKeys, extension: ".gz" }),
  ).toBe(`c=acme/${suffix}.gz`);
});

test.each([
  [
    "the type and the hour behind the prefix where there is no error prefix",
    undefined,
    "in/processing-failed/2026/11/24/09/",
  ],
  ["the type and the hour behind a static error prefix", "errors/", "errors/processing-failed/2026/11/24/09/"],
  [
    "an error prefix with expressions as it is",
    "!{firehose:error-output-type}/!{timestamp:yyyy}/",
    "processing-failed/2026/",
  ],
])("puts %s", (_what, errorPrefix, expected) => {
  const errorParts = errorPrefix === undefined ? undefined : parsed(errorPrefix);
  expect(errorObjectKey(errorParts, parsed("in/"), "processing-failed", values)).toBe(expected + suffix);
});

test.each([
  "!{timestamp:yyyy",
  "!{unknown:x}",
  "!{firehose:nothing}",
  "!{timestamp}",
  "!{timestamp:#}",
  "a!{!{timestamp:yyyy}",
])("refuses the malformed expression in %s", (prefix) => {
  const problem = parsePrefix(prefix);
  expect(problem).toMatchObject({ kind: "invalid" });
});

test("says that words of a language in a date are not emulated", () => {
  expect(parsePrefix("!{timestamp:EEE}/")).toEqual({
    kind: "not-emulated",
    what: "The localized date pattern `EEE` in a prefix",
  });
});
