import { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema } from "@smithy/types";
import { operationsOf, requiredMembers } from "../../../emulator/wire/operations.ts";
import type { Chance } from "./chance.ts";

const maxDepth = 5;

/** Every operation that a client's model has. */
export function operationsIn(model: object): readonly StaticOperationSchema[] {
  return [...operationsOf(model as Record<string, unknown>).values()];
}

/** A JSON value that more or less has the shape of a schema: most of it fits, some of it does not at all. */
export function valueFor(chance: Chance, schema: NormalizedSchema, depth = 0): unknown {
  if (chance.oneIn(25) || depth > maxDepth) return anything(chance, depth);
  if (schema.isStructSchema()) {
    const structure: Record<string, unknown> = {};
    const required = new Set(requiredMembers(schema));
    for (const [name, member] of schema.structIterator()) {
      const isLeftOut = required.has(name) ? chance.oneIn(15) : !chance.oneIn(4);
      if (!isLeftOut) structure[name] = valueFor(chance, member, depth + 1);
    }
    if (chance.oneIn(25)) structure[chance.text()] = anything(chance, depth);
    return structure;
  }
  if (schema.isListSchema()) {
    return Array.from({ length: chance.integer(4) }, () => valueFor(chance, schema.getValueSchema(), depth + 1));
  }
  if (schema.isMapSchema()) {
    const keys = Array.from({ length: chance.integer(3) }, () => chance.text());
    return Object.fromEntries(keys.map((key) => [key, valueFor(chance, schema.getValueSchema(), depth + 1)]));
  }
  if (schema.isStringSchema()) return likelyText(chance, schema);
  if (schema.isBooleanSchema()) return chance.oneIn(2);
  if (schema.isBlobSchema()) return chance.bytes(chance.integer(40)).toString("base64");
  if (schema.isTimestampSchema()) return chance.integer(2_000_000_000);
  return chance.pick([0, 1, 2, 5, 100, 1.5, -1, 2 ** 31, 2 ** 53, Number.MAX_VALUE]);
}

/** Names that exist come up often enough for a call to get past its first check. */
const names = ["fuzzed", "fuzzed-bucket", "orders", "1", "LATEST", "shardId-000000000000", "ACTIVE", "owner"];

function likelyText(chance: Chance, schema: NormalizedSchema): string {
  const name = schema.getMemberName();
  if (/Policy/.test(name) && chance.oneIn(2)) return policyText(chance);
  return chance.oneIn(4) ? chance.text() : chance.pick(names);
}

function anything(chance: Chance, depth: number): unknown {
  switch (chance.integer(depth > maxDepth ? 5 : 8)) {
    case 0:
      return null;
    case 1:
      return chance.text();
    case 2:
      return chance.integer(1_000) - 500;
    case 3:
      return chance.oneIn(2);
    case 4:
      return {};
    case 5:
      return Array.from({ length: chance.integer(4) }, () => anything(chance, depth + 1));
    case 6:
      return { [chance.text()]: anything(chance, depth + 1) };
    default:
      return nested(chance.pick([10, 200, 1_000]));
  }
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

const policyParts: Readonly<Record<string, readonly unknown[]>> = {
  Sid: ["A", "", "not a sid", 1],
  Effect: ["Allow", "Deny", "allow", null],
  Principal: [
    "*",
    { AWS: "*" },
    { AWS: "arn:aws:iam::111111111111:root" },
    { Service: "firehose.amazonaws.com" },
    {},
    1,
  ],
  NotPrincipal: [{ AWS: "*" }, "nobody"],
  Action: ["*", "s3:*", ["s3:GetObject", "s3:PutObject"], "s3:Get?bject", "GetObject", [], 7],
  NotAction: ["s3:PutObject", []],
  Resource: [
    "*",
    "arn:aws:s3:::fuzzed-bucket",
    ["arn:aws:s3:::fuzzed-bucket/*"],
    "bucket",
    "arn:aws:s3:::${aws:username}/*",
  ],
  NotResource: ["arn:aws:s3:::other/*"],
  Condition: [
    {},
    { StringEquals: { "aws:PrincipalArn": "*" } },
    { "ForAllValues:StringLikeIfExists": { "aws:TagKeys": ["a", "${aws:username}"] } },
    { IpAddress: { "aws:SourceIp": ["10.0.0.0/99", "::1"] } },
    { DateLessThan: { "aws:CurrentTime": "never" } },
    { NumericEquals: { "s3:max-keys": "x" } },
    { Invented: { "aws:SourceIp": "x" } },
    { Null: { "s3:x-amz-acl": "maybe" } },
    [],
  ],
};

/** A policy document's text, of parts that belong into one and some that do not. */
export function policyText(chance: Chance): string {
  const statements = Array.from({ length: 1 + chance.integer(3) }, () => {
    const statement: Record<string, unknown> = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    for (const [part, values] of chance.some(Object.entries(policyParts), 5)) {
      statement[part] = chance.oneIn(15) ? chance.text() : chance.pick(values);
    }
    if (chance.oneIn(6)) statement.Principal ??= "*";
    return statement;
  });
  const document = {
    Version: chance.pick(["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", "2026-01-01", 1]),
    Statement: chance.oneIn(8) ? statements[0] : statements,
    ...(chance.oneIn(15) && { [chance.text()]: chance.text() }),
  };
  const text = JSON.stringify(document);
  return chance.oneIn(5) ? chance.mutated(Buffer.from(text)).toString("utf8") : text;
}

export const inputSchema = (operation: StaticOperationSchema) => NormalizedSchema.of(operation[4]);
