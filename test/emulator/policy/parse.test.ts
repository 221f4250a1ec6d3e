import { describe, expect, test } from "vitest";
import { isPolicyProblem, parsePolicy, unknownConditionKeys } from "../../../emulator/policy/index.ts";

const statement = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
const policy = (change: object) => JSON.stringify({ Version: "2012-10-17", Statement: { ...statement, ...change } });

function parsed(text: string) {
  const document = parsePolicy(text);
  if (isPolicyProblem(document)) throw new Error(document.text);
  return document;
}

describe("a policy document", () => {
  test("is read with its source, strings becoming lists, and numbers and booleans texts", () => {
    const text = policy({
      Sid: "Write",
      Condition: { NumericLessThan: { "s3:max-keys": 10 }, Bool: { "aws:SecureTransport": true } },
    });
    expect(parsed(text)).toEqual({
      version: "2012-10-17",
      source: text,
      statements: [
        {
          sid: "Write",
          index: 0,
          effect: "Allow",
          actions: ["s3:PutObject"],
          resources: ["*"],
          conditions: [
            { operator: "NumericLessThan", key: "s3:max-keys", values: ["10"] },
            { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
          ],
        },
      ],
    });
  });

  test("is of version 2008-10-17 unless it says otherwise", () => {
    expect(parsed(JSON.stringify({ Statement: [statement] })).version).toBe("2008-10-17");
  });

  test.each([
    ["everyone", "*", { kind: "everyone" }],
    ["everyone as AWS principal", { AWS: "*" }, { kind: "everyone" }],
    ["an account by its id", { AWS: "111111111111" }, listed({ kind: "account", accountId: "111111111111" })],
    [
      "an account by its ARN",
      { AWS: "arn:aws:iam::111111111111:root" },
      listed({ kind: "account", accountId: "111111111111", arn: "arn:aws:iam::111111111111:root" }),
    ],
    [
      "a role",
      { AWS: "arn:aws:iam::111111111111:role/r" },
      listed({ kind: "arn", arn: "arn:aws:iam::111111111111:role/r" }),
    ],
    ["a unique ID", { AWS: "AROAA1111111111111111" }, listed({ kind: "unique-id", id: "AROAA1111111111111111" })],
    [
      "a service",
      { Service: "firehose.amazonaws.com" },
      listed({ kind: "service", service: "firehose.amazonaws.com" }),
    ],
    ["a canonical user", { CanonicalUser: "ab" }, listed({ kind: "canonical-user", id: "ab" })],
    ["an identity provider", { Federated: "example.com" }, listed({ kind: "federated", provider: "example.com" })],
    [
      "several of them",
      { AWS: ["*", "111111111111"], Service: "s3.amazonaws.com" },
      listed(
        { kind: "everyone" },
        { kind: "account", accountId: "111111111111" },
        { kind: "service", service: "s3.amazonaws.com" },
      ),
    ],
  ])("may name as principal %s", (_, Principal, expected) => {
    expect(parsed(policy({ Principal })).statements[0]?.principal).toEqual(expected);
  });
});

function listed(...entries: readonly object[]) {
  return { kind: "listed", entries };
}

describe("a text is no policy document with", () => {
  test.each([
    ["broken JSON", "{", "broken-json", "document"],
    ["a list", "[]", "not-an-object", "document"],
    ["a key twice in the document", '{"Statement":[],"Statement":[]}', "duplicate-key", "Statement"],
    [
      "a key twice, spelt differently",
      '{"Statement":{"Effect":"Deny","\\u0045ffect":"Allow"}}',
      "duplicate-key",
      "Effect",
    ],
    ["an unknown element", '{"Statements":[]}', "unknown-element", "Statements"],
    ["an unknown element in a statement", policy({ Resources: "*" }), "unknown-element", "Resources"],
    ["an unknown version", '{"Version":"2012-10-18","Statement":[]}', "bad-value", "Version"],
    ["no statement", "{}", "missing", "Statement"],
    ["a statement that is a text", '{"Statement":["Allow"]}', "bad-value", "Statement"],
    ["no effect", policy({ Effect: undefined }), "missing", "Effect"],
    ["an effect in lower case", policy({ Effect: "deny" }), "wrong-case", "Effect"],
    ["no action", policy({ Action: undefined }), "missing", "Action"],
    ["an empty list of actions", policy({ Action: [] }), "empty", "Action"],
    ["an action that is a number", policy({ Action: [1] }), "bad-value", "Action"],
    ["both Resource and NotResource", policy({ NotResource: "*" }), "both", "Resource"],
    ["both Principal and NotPrincipal", policy({ Principal: "*", NotPrincipal: "*" }), "both", "Principal"],
    ["a principal of an unknown type", policy({ Principal: { User: "alice" } }), "bad-value", "Principal"],
    ["an empty principal", policy({ Principal: {} }), "bad-value", "Principal"],
    ["a condition that is a text", policy({ Condition: "StringEquals" }), "malformed-condition", "Condition"],
    ["an unknown operator", policy({ Condition: { StringMatches: { a: "b" } } }), "unknown-operator", "StringMatches"],
    [
      "an operator in another case",
      policy({ Condition: { stringEquals: { a: "b" } } }),
      "unknown-operator",
      "stringEquals",
    ],
    ["IfExists on Null", policy({ Condition: { NullIfExists: { a: "true" } } }), "unknown-operator", "NullIfExists"],
    [
      "a set operator on Null",
      policy({ Condition: { "ForAnyValue:Null": { a: "true" } } }),
      "unknown-operator",
      "ForAnyValue:Null",
    ],
    [
      "an operator that objects inherit",
      policy({ Condition: { toString: { a: "b" } } }),
      "unknown-operator",
      "toString",
    ],
    [
      "a condition value that is an object",
      policy({ Condition: { StringEquals: { "aws:userid": {} } } }),
      "malformed-condition",
      "aws:userid",
    ],
    [
      "a number that is none",
      policy({ Condition: { NumericEquals: { "s3:max-keys": "many" } } }),
      "bad-value",
      "s3:max-keys",
    ],
  ])("%s", (_, text, cause, element) => {
    expect(parsePolicy(text)).toMatchObject({ kind: "policy-problem", cause, element });
  });
});

test("names condition keys and variables that are not emulated, each once, and no others", () => {
  const document = parsed(
    policy({
      Resource: ["arn:aws:s3:::b/${aws:Nobody}", "arn:aws:s3:::b/${aws:username}"],
      Condition: {
        StringEquals: { "aws:PrincipalTag/team": "${s3:Nothing}", "ec2:Region": "x", "aws:NoSuchKey": "y" },
        StringLike: { "aws:NoSuchKey": "z*" },
      },
    }),
  );
  expect(unknownConditionKeys(document)).toEqual(["aws:NoSuchKey", "aws:nobody", "s3:nothing"]);
});
