import { CreateStream$, PutRecords$ } from "@aws-sdk/client-kinesis";
import { NormalizedSchema } from "@smithy/core/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkShape, Misfit } from "../../../emulator/wire/shape-check.ts";

const putRecords = NormalizedSchema.of(PutRecords$[4]);
const createStream = NormalizedSchema.of(CreateStream$[4]);

const problemOf = (schema: NormalizedSchema, document: unknown) => {
  const read = checkShape(schema, document);
  return read instanceof Misfit ? read.problem : undefined;
};

const records = (...Records: readonly unknown[]) => ({ StreamName: "s", Records });
const record = (Data: unknown) => ({ PartitionKey: "k", Data });

test("answers a document that fits, with its blobs decoded", () => {
  const read = checkShape(putRecords, records(record("YWJj"), record("")));
  expect(read).toEqual(records(record(Buffer.from("abc")), record(Buffer.alloc(0))));
});

test("takes blobs that are bytes already, members that are null, and the discriminator that some clients send", () => {
  const document = { __type: "PutRecordsInput", StreamARN: null, ...records(record(new Uint8Array([1, 2]))) };
  expect(problemOf(putRecords, document)).toBeUndefined();
});

describe("says where a document does not fit", () => {
  test.each([
    [records(record("YWJj"), { ...record(""), Other: 1 }), { kind: "unknown-member", path: "Records.2.Other" }],
    [JSON.parse('{"__proto__":{}}'), { kind: "unknown-member", path: "__proto__" }],
    [{ constructor: {} }, { kind: "unknown-member", path: "constructor" }],
    [[], { kind: "wrong-type", path: "", expected: "structure", received: "list" }],
    [{ Records: {} }, { kind: "wrong-type", path: "Records", expected: "list", received: "structure" }],
    [records(1), { kind: "wrong-type", path: "Records.1", expected: "structure", received: "number" }],
    [{ StreamName: 7 }, { kind: "wrong-type", path: "StreamName", expected: "string", received: "number" }],
    [records(record(7)), { kind: "wrong-type", path: "Records.1.Data", expected: "base64 blob", received: "number" }],
  ])("%j", (document, problem) => {
    expect(problemOf(putRecords, document)).toEqual(problem);
  });

  test("a map's keys among them", () => {
    const problem = { kind: "wrong-type", path: "Tags.a", expected: "string", received: "number" };
    expect(problemOf(createStream, { Tags: { a: 1 } })).toEqual(problem);
    const proto = JSON.parse('{"Tags":{"__proto__":"x"}}');
    expect(problemOf(createStream, proto)).toEqual({ kind: "unknown-member", path: "Tags.__proto__" });
    expect(problemOf(createStream, { Tags: { constructor: "x" } })).toBeUndefined();
  });
});

describe("a blob's base64", () => {
  const decoded = (text: string) => {
    const read = checkShape(putRecords, records(record(text)));
    return read instanceof Misfit ? undefined : (read as { Records: { Data: Buffer }[] }).Records[0]?.Data;
  };

  test("is decoded, whatever bytes it stands for", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(decoded(Buffer.from(bytes).toString("base64"))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test.each(["a", "abcde", "ab=", "a===", "ab==cd==", "====", "ab-_", "ab cd", "ab\ncd", "äöüß", "abc\u0000"])(
    "%j is not",
    (text) => {
      expect(decoded(text)).toBeUndefined();
    },
  );
});
