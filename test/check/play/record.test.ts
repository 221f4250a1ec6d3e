import type { Processor } from "@aws-sdk/client-firehose";
import { describe, expect, test } from "vitest";
import { recordFor } from "../../../check/replay/play/record.ts";

const query = (program: string): Processor => ({
  Type: "MetadataExtraction",
  Parameters: [
    { ParameterName: "MetadataExtractionQuery", ParameterValue: program },
    { ParameterName: "JsonParsingEngine", ParameterValue: "JQ-1.6" },
  ],
});
const split = (type: string, delimiter?: string): Processor => ({
  Type: "RecordDeAggregation",
  Parameters: [
    { ParameterName: "SubRecordType", ParameterValue: type as "JSON" },
    ...(delimiter === undefined ? [] : [{ ParameterName: "Delimiter" as const, ParameterValue: delimiter }]),
  ],
});
const processing = (...Processors: Processor[]) => ({ Enabled: true, Processors });
const textsOf = (parts: readonly Uint8Array[] | undefined) => parts?.map((part) => Buffer.from(part).toString());

test("a sentence is put where nothing asks for more, and is delivered as it is", async () => {
  const { data, parts, failure } = await recordFor(undefined, undefined);
  expect(Buffer.from(data).toString()).toBe("This is a pen");
  expect(textsOf(parts)).toEqual(["This is a pen"]);
  expect(failure).toBeUndefined();
});

test("JSON is put where records are split as JSON", async () => {
  const { data, parts } = await recordFor(processing(split("JSON")), undefined);
  expect(textsOf(parts)).toEqual([Buffer.from(data).toString()]);
  expect(JSON.parse(Buffer.from(data).toString())).toEqual({ crosscheck: "This is a pen" });
});

test("delimiters are taken out of what is delivered", async () => {
  const delimiter = Buffer.from(" ").toString("base64");
  const { parts } = await recordFor(processing(split("DELIMITED", delimiter)), undefined);
  expect(textsOf(parts)).toEqual(["This", "is", "a", "pen"]);
});

describe("the record that is made has what the query asks for:", () => {
  test.each([
    ["{k:.k}"],
    ["{customer: .customer.id, region: .customer.address.region}"],
    ['{kind: ."event kind", first: .items[0].name, other: .items[1]["name"]}'],
    ["{kind}"],
    ['{year: .timestamp | strftime("%Y"), month: .timestamp | strftime("%m")}'],
    ['{day: (.at | fromdateiso8601 | strftime("%d"))}'],
    ["{n: (.count | tonumber | tostring)}"],
    ["{k: (.event | .kind)}"],
    ['{path: (.path | split("/") | .[0])}'],
    ['{k: (.kind? // "none")}'],
  ])("%s", async (program) => {
    const { parts, failure } = await recordFor(processing(query(program)), undefined);
    expect(failure).toBeUndefined();
    expect(parts).toHaveLength(1);
  });
});

test("where no record that is made yields keys, why", async () => {
  const { parts, failure } = await recordFor(processing(query('{k: (.k | error("never"))}')), undefined);
  expect(parts).toBeUndefined();
  expect(failure).toBe("never");
});

test("a record that is given stays as it is, with its failure", async () => {
  const given = Buffer.from('{"other":1}{"k":"a"}');
  const { data, failure } = await recordFor(processing(split("JSON"), query("{k:.k}")), given);
  expect(data).toBe(given);
  expect(failure).toBe("partitionKeys values must not be null or empty");
  const fits = Buffer.from('{"k":"b"} {"k":"a"}');
  const { parts } = await recordFor(processing(split("JSON"), query("{k:.k}")), fits);
  expect(textsOf(parts)).toEqual(['{"k":"b"}', '{"k":"a"}']);
});

test("processing that AWS refuses leaves the record to the call that is refused", async () => {
  const { parts, failure } = await recordFor(processing(query("{k:")), undefined);
  expect([parts?.length, failure]).toEqual([1, undefined]);
});
