import { beforeAll, expect, test } from "vitest";
import { checkQuery, extractKeys } from "../../../emulator/firehose/partition-keys.ts";

beforeAll(() => checkQuery("."));

const keysOf = (query: string, ...records: readonly string[]) =>
  extractKeys(
    query,
    records.map((record) => Buffer.from(record)),
  ).map((extraction) => (extraction.kind === "keys" ? Object.fromEntries(extraction.keys) : extraction.message));

test("answers the keys of each record in its place, as text", () => {
  const query = '{customer: .customer, year: (.at | strftime("%Y")), nested: .type.device}';
  expect(
    keysOf(
      query,
      '{"customer":"acme","at":1795507932,"type":{"device":7}}',
      "not json",
      '{"customer":"büro","at":0,"type":{"device":true}}',
    ),
  ).toEqual([
    { customer: "acme", year: "2026", nested: "7" },
    expect.stringContaining("not json"),
    { customer: "büro", year: "1970", nested: "true" },
  ]);
});

test.each(['{"customer":null}', "{}", '{"customer":""}'])("refuses %s, whose key has no value", (record) => {
  expect(keysOf("{customer: .customer}", record)).toEqual(["partitionKeys values must not be null or empty"]);
});

test("refuses a query without an object as its result", () => {
  expect(keysOf(".customer", '{"customer":"acme"}')).toEqual(["the query did not return an object"]);
  expect(keysOf("empty", "{}")).toEqual(["no result"]);
});

test("takes the first of several results", () => {
  expect(keysOf("{customer: .customers[]}", '{"customers":["a","b"]}')).toEqual([{ customer: "a" }]);
});

test("refuses a query that is no jq program", async () => {
  await expect(checkQuery("{customer: .customer")).rejects.toMatchObject({ code: "InvalidArgumentException" });
  await expect(checkQuery("nonsense(")).rejects.toMatchObject({ code: "InvalidArgumentException" });
});
