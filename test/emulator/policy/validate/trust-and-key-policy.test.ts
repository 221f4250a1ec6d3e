import { describe, expect, test } from "vitest";
import { validateKeyPolicy, validateTrustPolicy } from "../../../../emulator/policy/index.ts";

const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

describe("a trust policy", () => {
  const trust = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
  const malformed = (message: string) => ({ kind: "invalid", code: "MalformedPolicyDocument", message });

  test.each([
    ["trusting a service", {}],
    ["asking for an external ID", { Condition: { StringEquals: { "sts:ExternalId": "111111111111" } } }],
    ["allowing session tags", { Action: ["sts:AssumeRole", "sts:TagSession"] }],
  ])("is accepted when %s", (_, change) => {
    expect(validateTrustPolicy(policy({ ...trust, ...change }))).toMatchObject({ kind: "valid" });
  });

  test.each([
    ["no JSON", "{", malformed("This policy contains invalid Json")],
    ["a list", "[]", malformed("This policy contains invalid Json")],
    ["no statement", "{}", malformed("Missing required field Statement")],
    ["without action", policy({ ...trust, Action: undefined }), malformed("Missing required field Action")],
    ["without principal", policy({ ...trust, Principal: undefined }), malformed("Missing required field Principal")],
    ["naming a resource", policy({ ...trust, Resource: "*" }), malformed("Has prohibited field Resource")],
    [
      "naming other resources",
      policy({ ...trust, NotResource: "*" }),
      malformed("AssumeRole policy must not contain resources."),
    ],
    [
      "allowing all but some",
      policy({ ...trust, Principal: undefined, NotPrincipal: { AWS: "111111111111" } }),
      malformed("Allow with NotPrincipal is not allowed."),
    ],
    [
      "about other actions",
      policy({ ...trust, Action: "s3:*" }),
      malformed("AssumeRole policy may only specify STS AssumeRole actions."),
    ],
    [
      "about any action",
      policy({ ...trust, Action: "*" }),
      malformed("AssumeRole policy may only specify STS AssumeRole actions."),
    ],
    ["of an unknown effect", policy({ ...trust, Effect: "allow" }), malformed("Syntax error in policy.")],
    [
      "longer than 2,048 characters",
      policy({ ...trust, Sid: "x".repeat(2048) }),
      { kind: "invalid", code: "LimitExceeded", message: "Cannot exceed quota for ACLSizePerRole: 2048" },
    ],
  ])("is refused when %s", (_, text, expected) => {
    expect(validateTrustPolicy(text)).toEqual(expected);
  });
});

describe("a key policy", () => {
  const key = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "kms:*", Resource: "*" };
  const malformed = (message: string) => ({ kind: "invalid", code: "MalformedPolicyDocumentException", message });

  test("is accepted when it delegates to an account", () => {
    expect(validateKeyPolicy(policy(key))).toMatchObject({ kind: "valid" });
  });

  test.each([
    ["no JSON", "{", malformed("The policy is not valid JSON.")],
    [
      "without principal",
      policy({ ...key, Principal: undefined }),
      malformed("Policy contains a statement with no principal."),
    ],
    [
      "without resource",
      policy({ ...key, Resource: undefined }),
      malformed("Policy contains a statement with no resource."),
    ],
    [
      "about another service",
      policy({ ...key, Action: "s3:*" }),
      malformed("Policy contains a statement with one or more invalid actions."),
    ],
    [
      "larger than 32 KiB",
      policy(key).padEnd(32_769, " "),
      { kind: "invalid", code: "LimitExceededException", message: "The key policy exceeds the maximum size." },
    ],
  ])("is refused when %s", (_, text, expected) => {
    expect(validateKeyPolicy(text)).toEqual(expected);
  });
});
