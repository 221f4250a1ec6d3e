import { describe, expect, test } from "vitest";
import { decide, isPublicPolicy, principalContext, restrictPublicBuckets } from "../../../emulator/policy/index.ts";
import { accountA, accountB, document, toRequest } from "./case-file.ts";

const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b-landing/*" };
const isPublic = (change: object) => isPublicPolicy(document([{ ...statement, ...change }]));
const under = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });

// S3 guide, access-control-block-public-access, "The meaning of 'public'"
describe("a policy is public when it allows", () => {
  test.each([
    ["everyone", {}],
    ["everyone, written as AWS principal", { Principal: { AWS: "*" } }],
    ["everyone beside an account", { Principal: { AWS: [accountA, "*"] } }],
    ["everyone under a condition that fixes nothing", under("Bool", "aws:SecureTransport", "true")],
    ["everyone from an organization like another", under("StringLike", "aws:PrincipalOrgID", "o-*")],
    ["everyone from a VPC given by a variable", under("StringEquals", "aws:SourceVpc", "${aws:PrincipalTag/vpc}")],
    ["everyone but one VPC", under("StringNotEquals", "aws:SourceVpc", "vpc-1")],
    ["everyone from a VPC, if the request has one", under("StringEqualsIfExists", "aws:SourceVpc", "vpc-1")],
    ["everyone by a test that holds without the key", under("ForAllValues:StringEquals", "aws:SourceVpc", "vpc-1")],
    ["everyone from half the internet", under("IpAddress", "aws:SourceIp", "0.0.0.0/1")],
    [
      "everyone from one block and from half the internet",
      under("IpAddress", "aws:SourceIp", ["192.0.2.0/24", "0.0.0.0/1"]),
    ],
    ["everyone from a /31 of IPv6", under("IpAddress", "aws:SourceIp", "2001:db8::/31")],
    ["every session of a role by user ID", under("StringLike", "aws:userid", "AROAA1111111111111111:*")],
    ["access points of any account", under("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:us-east-1:*:accesspoint/*")],
  ])("%s", (_, change) => {
    expect(isPublic(change)).toBe(true);
  });
});

describe("a policy is not public when it allows", () => {
  test.each([
    ["an account", { Principal: { AWS: accountA } }],
    ["a role", { Principal: { AWS: `arn:aws:iam::${accountA}:role/delivery` } }],
    ["a service", { Principal: { Service: "logging.s3.amazonaws.com" } }],
    ["everyone of one organization", under("StringEquals", "aws:PrincipalOrgID", "o-1")],
    ["everyone from one VPC", under("StringEquals", "aws:SourceVpc", "vpc-1")],
    ["everyone from a /8 of IPv4", under("IpAddress", "aws:SourceIp", "10.0.0.0/8")],
    ["everyone from a /32 of IPv6", under("IpAddress", "aws:SourceIp", "2001:db8::/32")],
    ["everyone who is one role", under("ArnEquals", "aws:PrincipalArn", `arn:aws:iam::${accountA}:role/delivery`)],
    [
      "any access point of one account",
      under("ArnLike", "s3:DataAccessPointArn", `arn:aws:s3:us-east-1:${accountA}:accesspoint/*`),
    ],
    ["nobody: it only denies", { Effect: "Deny" }],
  ])("%s", (_, change) => {
    expect(isPublic(change)).toBe(false);
  });
});

describe("RestrictPublicBuckets", () => {
  const deliver = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountA}:role/delivery`, Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::b-landing/*",
  };

  function decision(principal: string, resourceAccount: string, statements: readonly object[]) {
    const identity = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];
    const request = toRequest({
      name: "",
      principal,
      action: "s3:PutObject",
      resource: "arn:aws:s3:::b-landing/orders/1",
      resourceAccount,
      identity,
      bucketPolicy: statements,
      expected: "",
    });
    const restrictions = request.resourceSide.policies.flatMap((policy) => restrictPublicBuckets(policy) ?? []);
    return decide({
      ...request,
      context: new Map(principalContext(request.principal)),
      resourceSide: { ...request.resourceSide, policies: [...request.resourceSide.policies, ...restrictions] },
    });
  }

  test("denies another account's role although a statement names it, when another statement is public", () => {
    expect(decision("role", accountB, [deliver, statement])).toMatchObject({
      kind: "explicitly-denied",
      by: { policyType: "resource", policyName: "S3 Block Public Access, RestrictPublicBuckets" },
    });
  });

  test("does not deny it when the policy is not public", () => {
    expect(decision("role", accountB, [deliver]).kind).toBe("allowed");
  });

  test("does not deny the bucket owner's own role", () => {
    expect(decision("role", accountA, [deliver, statement]).kind).toBe("allowed");
  });

  test("does not deny an AWS service", () => {
    expect(decision("logging.s3.amazonaws.com", accountB, [deliver, statement]).kind).toBe("allowed");
  });

  test("denies the anonymous", () => {
    expect(decision("anonymous", accountB, [{ ...statement, Action: "s3:*" }]).kind).toBe("explicitly-denied");
  });
});
