import { describe, expect, test } from "vitest";
import { validateIdentityPolicy, validateSessionPolicy } from "../../../../emulator/policy/index.ts";

const statement = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
const policy = (change: object, more: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...change }], ...more });
const malformed = (message: string) => ({ kind: "invalid", code: "MalformedPolicyDocument", message });
const syntax = malformed("Syntax errors in policy.");
const legacy = malformed("The policy failed legacy parsing");
const prefaced = malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");

/** As the article that this project starts from prints it: without the comma behind "s3:PutObject". */
const articlePolicy = `{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": [ "s3:PutObject" "s3:PutObjectAcl" ], "Resource": "*" }]
}`;

describe("accepts", () => {
  test.each([
    ["a plain policy", {}],
    ["any action", { Action: "*" }],
    ["an action with a wildcard", { Action: ["kinesis:Get*", "logs:PutLogEvents"] }],
    ["an S3 ARN", { Resource: ["arn:aws:s3:::b-landing", "arn:aws:s3:::b-landing/*"] }],
    ["a key of a service that is not emulated", { Condition: { StringEquals: { "ec2:Region": "us-east-1" } } }],
    ["a tag of the principal", { Condition: { StringEquals: { "aws:PrincipalTag/team": "data" } } }],
    ["a known variable", { Resource: "arn:aws:s3:::b-landing/${aws:username}/*" }],
  ])("%s", (_, change) => {
    expect(validateIdentityPolicy(policy(change))).toMatchObject({ kind: "valid" });
  });
});

describe("refuses", () => {
  test.each([
    ["the article's policy, which lacks a comma", articlePolicy, syntax],
    ["an unknown element", policy({ Actions: "s3:*" }), syntax],
    ["no effect", policy({ Effect: undefined }), syntax],
    ["no statement", '{"Version":"2012-10-17"}', syntax],
    ["both Action and NotAction", policy({ NotAction: "s3:*" }), syntax],
    ["a principal of the wrong form", policy({ Principal: 7 }), syntax],
    ["an effect in lower case", policy({ Effect: "allow" }), legacy],
    ["an unknown operator", policy({ Condition: { StringIs: { "aws:userid": "x" } } }), syntax],
    ["a date that is none", policy({ Condition: { DateLessThan: { "aws:CurrentTime": "soon" } } }), legacy],
    ["a number that is none", policy({ Condition: { NumericEquals: { "s3:max-keys": "ten" } } }), legacy],
    ["an address that is none", policy({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } } }), legacy],
    [
      "the old version",
      policy({}, { Version: "2008-10-17" }),
      malformed("Policy document must be version 2012-10-17 or greater."),
    ],
    [
      "no version",
      policy({}, { Version: undefined }),
      malformed("Policy document must be version 2012-10-17 or greater."),
    ],
    ["no action", policy({ Action: undefined }), malformed("Policy statement must contain actions.")],
    ["no resource", policy({ Resource: undefined }), malformed("Policy statement must contain resources.")],
    ["a principal", policy({ Principal: "*" }), malformed("Policy document should not specify a principal.")],
    ["an action without service", policy({ Action: "PutObject" }), prefaced],
    ["a condition key without service", policy({ Condition: { StringEquals: { userid: "x" } } }), prefaced],
    [
      "an action with two colons",
      policy({ Action: "s3:Put:Object" }),
      malformed("Actions/Condition can contain only one colon."),
    ],
    ["a wildcard in the service", policy({ Action: "s*:PutObject" }), malformed("Vendor s* is not valid")],
    [
      "a bucket's name",
      policy({ Resource: "b-landing" }),
      malformed('Resource b-landing must be in ARN format or "*".'),
    ],
    [
      "an unknown partition",
      policy({ Resource: "arn:amazon:s3:::b-landing" }),
      malformed('Partition "amazon" is not valid for resource "arn:amazon:s3:::b-landing".'),
    ],
    [
      "an S3 ARN with a region",
      policy({ Resource: "arn:aws:s3:us-east-1::b-landing" }),
      malformed("Resource arn:aws:s3:us-east-1::b-landing can not contain region information."),
    ],
    [
      "a wildcard service in an ARN",
      policy({ Resource: "arn:aws:*:::b-landing" }),
      malformed("Resource vendor must be fully qualified and cannot contain regexes."),
    ],
  ])("%s", (_, text, expected) => {
    expect(validateIdentityPolicy(text)).toEqual(expected);
  });

  test("the same Sid twice, not two different ones", () => {
    const twice = (one: string, other: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { ...statement, Sid: one },
          { ...statement, Sid: other },
        ],
      });
    expect(validateIdentityPolicy(twice("One", "Two")).kind).toBe("valid");
    expect(validateIdentityPolicy(twice("One", "One"))).toEqual(
      malformed("Statement IDs (SID) in a single policy must be unique."),
    );
  });

  test("more characters than the quota, white space not counted", () => {
    const text = policy({});
    const quotaCharacters = text.length;
    expect(validateIdentityPolicy(`${text}  \n`, { quotaCharacters }).kind).toBe("valid");
    expect(validateIdentityPolicy(text, { quotaCharacters: quotaCharacters - 1 })).toEqual({
      kind: "invalid",
      code: "LimitExceeded",
      message: `Cannot exceed quota for PolicySize: ${quotaCharacters - 1}`,
    });
  });

  test.each([
    ["an unknown global key", { Condition: { StringEquals: { "aws:Principal": "x" } } }, "aws:Principal"],
    ["an unknown key of an emulated service", { Condition: { Null: { "kms:Foo": "true" } } }, "kms:Foo"],
    ["a tag family without a tag", { Condition: { StringEquals: { "aws:PrincipalTag/": "x" } } }, "aws:PrincipalTag/"],
    ["an unknown variable", { Resource: "arn:aws:s3:::b/${aws:nobody}" }, "aws:nobody"],
  ])("%s as not emulated", (_, change, conditionKey) => {
    expect(validateIdentityPolicy(policy(change))).toMatchObject({ kind: "not-emulated", conditionKey });
  });
});

test("refuses a session policy of more than 2,048 characters, not one of exactly as many", () => {
  const atLimit = policy({}).padEnd(2048, " ");
  expect(validateSessionPolicy(atLimit).kind).toBe("valid");
  expect(validateSessionPolicy(`${atLimit} `)).toMatchObject({ kind: "invalid", code: "ValidationError" });
});
