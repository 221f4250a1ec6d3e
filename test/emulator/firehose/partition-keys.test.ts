import { expect, test } from "vitest";
import { checkQuery, extractKeys } from "../../../emulator/firehose/partition-keys.ts";

const keysOf = async (query: string, ...records: readonly string[]) => {
  const extractions = await extractKeys(
    query,
    records.map((record) => Buffer.from(record)),
  );
  return extractions.map((each) => (each.kind === "keys" ? Object.fromEntries(each.keys) : each.message));
};

test("answers the keys of each record in its place, as text", async () => {
  const query = '{customer: .customer, year: (.at | strftime("%Y")), nested: .type.device}';
  expect(
    await keysOf(
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

test.each(['{"customer":null}', "{}", '{"customer":""}'])("refuses %s, whose key has no value", async (record) => {
  expect(await keysOf("{customer: .customer}", record)).toEqual(["partitionKeys values must not be null or empty"]);
});

test("refuses a query without an object as its result", async () => {
  expect(await keysOf(".customer", '{"customer":"acme"}')).toEqual(["the query did not return an object"]);
  expect(await keysOf("empty", "{}")).toEqual(["no result"]);
});

test("takes the first of several results", async () => {
  expect(await keysOf("{customer: .customers[]}", '{"customers":["a","b"]}')).toEqual([{ customer: "a" }]);
});

test("a query is run as it is: it cannot end early what it is in, nor what runs it", async () => {
  await expect(checkQuery(".a) , (last(repeat(1))")).rejects.toMatchObject({ code: "InvalidArgumentException" });
  await expect(checkQuery("{a:.a}) | ({b:.a, a:.a}")).rejects.toMatchObject({ code: "InvalidArgumentException" });
  expect(await keysOf("{a: .a} # a comment \\", '{"a":"x"}')).toEqual([{ a: "x" }]);
  expect(await keysOf("{a: halt}", '{"a":"x"}', '{"a":"y"}')).toEqual(["no result", "no result"]);
  expect(await keysOf('"over" | halt_error', "{}")).toEqual(["over"]);
  expect(await keysOf("{a: input}", "1", "2")).toEqual(["break", "break"]);
  expect(await keysOf("{a: .a}", '{"a":"x"}')).toEqual([{ a: "x" }]);
});

test("checking a query does not run it", async () => {
  await checkQuery("last(repeat(1))");
});

test("a query that does not end fails its records, and no others", async () => {
  const endless = "{a: last(repeat(1))}";
  const unended = expect.stringMatching(/^the query does not end within \d s/);
  expect(await keysOf(endless, "1", "2", "3")).toEqual([unended, unended, unended]);
  expect(await keysOf("{a: .a}", '{"a":"x"}')).toEqual([{ a: "x" }]);
}, 30_000);

test("a query that needs too much memory fails", async () => {
  const [failure] = await keysOf('{a: ("x" * 1000000000)}', "1");
  expect(failure).toMatch(/too much memory/);
  expect(await keysOf("{a: .a}", '{"a":"x"}')).toEqual([{ a: "x" }]);
}, 30_000);

test("refuses a query that is no jq program", async () => {
  await expect(checkQuery("{customer: .customer")).rejects.toMatchObject({ code: "InvalidArgumentException" });
  await expect(checkQuery("nonsense(")).rejects.toMatchObject({ code: "InvalidArgumentException" });
});
