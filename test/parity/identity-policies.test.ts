/**
 * Identity policies that AWS refuses, with its words, as LocalStack's suite recorded them on 2026-02-18
 * (`tests/aws/services/iam/test_iam_policies.py`, test_create_policy_invalid_document; `number` is that of its case). Left
 * out: 37, where a missing Action and an ARN with a part too few are told in an order that we do not keep.
 */
import { expect, test } from "vitest";
import { validateIdentityPolicy } from "../../emulator/policy/index.ts";
import cases from "./identity-policies.json" with { type: "json" };

test.for(cases.map((each) => [each.title, each] as const))("refuses %s as AWS does", ([, { document, message }]) => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  expect(validateIdentityPolicy(text)).toMatchObject({ kind: "invalid", code: "MalformedPolicyDocument", message });
});
