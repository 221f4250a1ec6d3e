/** Whatever is put as a policy, and whatever is asked afterwards, gets an answer and no exception. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accessDeniedMessage,
  decide,
  explain,
  isPolicyProblem,
  isPublicPolicy,
  parsePolicy,
  validateBucketPolicy,
  validateIdentityPolicy,
  validateKeyPolicy,
  validateSessionPolicy,
  validateTrustPolicy,
} from "../../../emulator/policy/index.ts";
import { toRequest } from "./case-file.ts";

const validators = [
  validateIdentityPolicy,
  validateSessionPolicy,
  validateTrustPolicy,
  validateKeyPolicy,
  (text: string) => validateBucketPolicy(text, { bucketArn: "arn:aws:s3:::b" }),
];

const anything = fc.oneof(
  fc.constantFrom<unknown>(
    "*",
    "s3:*",
    "arn:aws:s3:::b/*",
    "${aws:username}",
    "${",
    "AROAA1111111111111111",
    "a:b:c",
    [],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A statement as it should be, of which up to two members are replaced by anything. */
const statement = fc
  .tuple(
    fc.record(
      {
        Effect: fc.constantFrom("Allow", "Deny"),
        Principal: fc.constantFrom<unknown>("*", { AWS: "111111111111" }, { Service: "s3.amazonaws.com" }),
        Action: fc.constantFrom<unknown>("s3:GetObject", ["s3:*"], "*"),
        Resource: fc.constantFrom<unknown>("arn:aws:s3:::b/*", ["arn:aws:s3:::b", "arn:aws:s3:::b/k"]),
        Condition: fc.constantFrom<unknown>(
          { StringNotLike: { "aws:username": "${aws:userid}*" } },
          { Null: { "aws:nobody": true } },
        ),
      },
      { requiredKeys: ["Effect", "Action", "Resource"] },
    ),
    fc.dictionary(
      fc.constantFrom(
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "Condition",
        "__proto__",
      ),
      anything,
      { maxKeys: 2 },
    ),
    fc.constantFrom(true, false),
  )
  .map(([sane, replaced, isSane]) => (isSane ? sane : { ...sane, ...replaced }));

const policyText = fc
  .record({
    Version: fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17", "1"),
    Statement: fc.oneof({ weight: 9, arbitrary: fc.array(statement, { minLength: 1, maxLength: 2 }) }, anything),
  })
  .map((policy) => JSON.stringify(policy));

const text = fc.oneof(
  { weight: 6, arbitrary: policyText },
  fc.json(),
  fc.string(),
  policyText.map((json) => json.slice(1)),
);

describe("any text", () => {
  test("is validated without an exception, and is valid or told why not", () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(text, (policy) => {
        for (const validate of validators) kinds.add(validate(policy).kind);
      }),
      { numRuns: 2_000, seed: 20_261_124 },
    );
    expect([...kinds].sort()).toEqual(["invalid", "not-emulated", "valid"]);
  });

  test("decides, explains and words its denials without an exception when it is a policy", () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(text, (policy) => {
        const parsed = parsePolicy(policy);
        if (isPolicyProblem(parsed)) return;
        isPublicPolicy(parsed);
        const asked = {
          name: "",
          action: "s3:GetObject",
          resource: "arn:aws:s3:::b/k",
          identity: [{ Effect: "Allow", Action: "*", Resource: "*" }],
          expected: "",
        };
        const request = toRequest(asked);
        const bucketPolicy = {
          type: "resource",
          name: "bucket policy",
          accountId: "222222222222",
          attachedTo: "arn:aws:s3:::b",
          document: parsed,
        } as const;
        const withPolicy = { ...request, resourceSide: { ...request.resourceSide, policies: [bucketPolicy] } };
        const decision = decide(withPolicy);
        kinds.add(decision.kind);
        explain(withPolicy, decision);
        if (decision.kind !== "allowed") accessDeniedMessage(withPolicy, decision);
      }),
      { numRuns: 4_000, seed: 20_261_124 },
    );
    expect([...kinds].sort()).toEqual(["allowed", "explicitly-denied", "implicitly-denied"]);
  });
});

describe("texts made to be slow", () => {
  const long = 100_000;
  const inStatement = (change: object) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*", ...change }],
    });

  test.each([
    ["an unclosed variable", inStatement({ Resource: `arn:aws:s3:::b/\${a${" ".repeat(long)}` })],
    ["many unclosed variables", inStatement({ Resource: `arn:aws:s3:::b/${"${a".repeat(long / 3)}` })],
    ["a default without end", inStatement({ Resource: `arn:aws:s3:::b/\${a,${" ".repeat(long)}'}` })],
    [
      "a number that ends in a letter",
      inStatement({ Condition: { NumericEquals: { "s3:max-keys": `${"1".repeat(long)}x` } } }),
    ],
    ["an address of zeros", inStatement({ Condition: { IpAddress: { "aws:SourceIp": `${"0:".repeat(long / 2)}` } } })],
    ["deep nesting", `${"[".repeat(long)}${"]".repeat(long)}`],
    ["a key of backslashes", `{"${"\\\\".repeat(long / 2)}":1}`],
  ])("are read at once: %s", (_, policy) => {
    const document = parsePolicy(policy);
    expect(isPolicyProblem(document) || document.statements.length === 1).toBe(true);
  });

  test("and matched at once: a pattern of many wildcards against a long resource", () => {
    const Resource = `arn:aws:s3:::b/${"*a".repeat(500)}b`;
    const asked = {
      name: "",
      action: "s3:GetObject",
      resource: `arn:aws:s3:::b/${"a".repeat(1_000)}`,
      resourceAccount: "111111111111",
      identity: [{ Effect: "Allow", Action: "s3:*", Resource }],
      expected: "",
    };
    expect(decide(toRequest(asked)).kind).toBe("implicitly-denied");
  });
});
