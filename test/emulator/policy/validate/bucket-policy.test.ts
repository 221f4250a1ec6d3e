import { describe, expect, test } from "vitest";
import { validateBucketPolicy } from "../../../../emulator/policy/index.ts";

const bucketArn = "arn:aws:s3:::b-landing";
const options = { bucketArn: "arn:aws:s3:::b-landing" };

const deliver = {
  Sid: "Deliver",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:role/delivery" },
  Action: ["s3:PutObject", "s3:ListBucket"],
  Resource: [bucketArn, `${bucketArn}/*`],
};

const policy = (change: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ ...deliver, ...change }] });
const malformed = (message: string, detail?: string) => ({ kind: "invalid", code: "MalformedPolicy", message, detail });
const misplaced = "Action does not apply to any resource(s) in statement";
const combination = "Conditions do not apply to combination of actions and resources in statement";
const notJson = "Policies must be valid JSON and the first byte must be '{'";

describe("accepts", () => {
  test.each([
    ["the policy of a cross-account delivery", {}],
    ["an action in another case", { Action: "S3:putobject" }],
    ["a wildcard action of which one fits the resource", { Action: "s3:*", Resource: bucketArn }],
    ["NotAction", { Action: undefined, NotAction: "s3:DeleteObject" }],
    ["the bucket and all its objects in one pattern", { Resource: `${bucketArn}*` }],
    ["everyone as principal", { Principal: "*" }],
    ["a Deny with NotPrincipal", { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: "111111111111" } }],
    ["a key that every action carries", { Condition: { Bool: { "aws:SecureTransport": false } } }],
    [
      "a key that the named action carries",
      { Action: "s3:ListBucket", Condition: { StringLike: { "s3:prefix": "2026/*" } } },
    ],
    [
      "a key that one action behind the wildcard carries",
      { Action: "s3:PutObject*", Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } } },
    ],
  ])("%s", (_, change) => {
    expect(validateBucketPolicy(policy(change), options)).toMatchObject({ kind: "valid" });
  });
});

describe("refuses", () => {
  test.each([
    ["no JSON", "x", malformed(notJson)],
    ["JSON that is no object", "[]", malformed(notJson)],
    ["white space before the brace", " {}", malformed(notJson)],
    ["broken JSON", '{"Statement":', malformed(notJson)],
    ["an empty object", "{}", malformed("Missing required field Statement")],
    ["an empty list of statements", '{"Statement":[]}', malformed("Missing required field Statement")],
    ["an unknown version", '{"Version":"2024-01-01"}', malformed("The policy must contain a valid version string")],
    ["no principal", policy({ Principal: undefined }), malformed("Missing required field Principal")],
    ["no action", policy({ Action: undefined }), malformed("Missing required field Action")],
    ["no resource", policy({ Resource: undefined }), malformed("Missing required field Resource")],
    ["no effect", policy({ Effect: undefined }), malformed("Missing required field Effect")],
    ["an unknown element", policy({ Actions: "s3:*" }), malformed("Unknown field Actions")],
    ["an unknown principal type", policy({ Principal: { Aws: "*" } }), malformed("Invalid principal in policy")],
    [
      "an Allow with NotPrincipal",
      policy({ Principal: undefined, NotPrincipal: { AWS: "111111111111" } }),
      malformed("Allow with NotPrincipal is not allowed."),
    ],
    ["an action that S3 doesn't have", policy({ Action: "s3:Foo" }), malformed("Policy has invalid action", "s3:Foo")],
    [
      "another service's action",
      policy({ Action: ["s3:PutObject", "kinesis:PutRecord"] }),
      malformed("Policy has invalid action", "kinesis:PutRecord"),
    ],
    [
      "another bucket",
      policy({ Resource: "arn:aws:s3:::b-landing2/*" }),
      malformed("Policy has invalid resource", "arn:aws:s3:::b-landing2/*"),
    ],
    ["any resource", policy({ Resource: "*" }), malformed("Policy has invalid resource", "*")],
    ["a bucket's name", policy({ Resource: "b-landing" }), malformed("Policy has invalid resource", "b-landing")],
    [
      "an object's action on the bucket only",
      policy({ Action: "s3:PutObject", Resource: bucketArn }),
      malformed(misplaced, "s3:PutObject"),
    ],
    [
      "a bucket's action on the objects only",
      policy({ Action: ["s3:PutObject", "s3:ListBucket"], Resource: `${bucketArn}/*` }),
      malformed(misplaced, "s3:ListBucket"),
    ],
    [
      "a condition key of another service",
      policy({ Condition: { StringEquals: { "kms:ViaService": "s3" } } }),
      malformed("Policy has an invalid condition key", "kms:ViaService"),
    ],
    [
      "a condition key that S3 doesn't have",
      policy({ Condition: { StringEquals: { "s3:acl": "private" } } }),
      malformed("Policy has an invalid condition key", "s3:acl"),
    ],
    [
      "a condition key that one of the named actions doesn't carry",
      policy({ Condition: { StringLike: { "s3:prefix": "2026/*" } } }),
      malformed(combination, "s3:prefix"),
    ],
    [
      "a key whose only carrier does not fit the resource",
      policy({
        Action: "s3:*",
        Resource: `${bucketArn}/*`,
        Condition: { StringLike: { "s3:prefix": "2026/*" } },
      }),
      malformed(combination, "s3:prefix"),
    ],
    [
      "an unknown operator",
      policy({ Condition: { StringIs: { "aws:userid": "x" } } }),
      malformed("Policy has an invalid condition operator", "StringIs"),
    ],
    [
      "a member that is there twice",
      '{"Statement":{},"Statement":{}}',
      malformed("Invalid policy syntax.", "`Statement` is there twice"),
    ],
  ])("%s", (_, text, expected) => {
    expect(validateBucketPolicy(text, options)).toEqual(expected);
  });

  test("a document of more than 20 KiB, not one of exactly 20 KiB", () => {
    const atLimit = policy({}).padEnd(20 * 1024, " ");
    expect(validateBucketPolicy(atLimit, options).kind).toBe("valid");
    expect(validateBucketPolicy(`${atLimit} `, options)).toEqual({
      kind: "invalid",
      code: "PolicyTooLarge",
      message: "Policy exceeds the maximum allowed document size.",
    });
  });

  test("a condition key that is not emulated, by name", () => {
    expect(
      validateBucketPolicy(policy({ Condition: { StringEquals: { "aws:ChatbotSourceArn": "x" } } }), options),
    ).toEqual({
      kind: "not-emulated",
      conditionKey: "aws:ChatbotSourceArn",
      message: "The condition key aws:ChatbotSourceArn is not emulated: a policy with it would be decided wrongly.",
    });
  });

  test.each([
    ["PutObject", "s3:ObjectCreationOperation", `${bucketArn}/*`],
    ["PutInventoryConfiguration", "s3:InventoryAccessibleOptionalFields", bucketArn],
  ])("a condition key of S3's that the emulator does not set is no mistake: %s, %s", (action, key, Resource) => {
    const text = policy({ Action: `s3:${action}`, Resource, Condition: { StringEquals: { [key]: "true" } } });
    expect(validateBucketPolicy(text, options)).toMatchObject({ kind: "not-emulated", conditionKey: key });
  });
});
