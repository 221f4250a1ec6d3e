import { describe, expect, test } from "vitest";
import { allowing, denying, onlyArns, trusting, without } from "../../harness/policy-document.ts";

const bucket = { policyArns: ["arn:aws:s3:::landing", "arn:aws:s3:::landing/*"] };
const role = { arn: "arn:aws:iam::111111111111:role/delivery" };

function written(document: { toString(): string }): unknown {
  return JSON.parse(String(document));
}

describe("policy documents", () => {
  test("allow actions in a bucket and its objects", () => {
    expect(written(allowing(["s3:GetObject"], bucket, { sid: "Read" }))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: bucket.policyArns }],
    });
  });

  test("name a principal and a condition where they are given", () => {
    const condition = { StringNotEquals: { "s3:x-amz-acl": "private" } };
    expect(written(denying(["s3:PutObject"], onlyArns("*"), { principal: role, condition }))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: { AWS: role.arn },
          Action: ["s3:PutObject"],
          Resource: ["*"],
          Condition: condition,
        },
      ],
    });
  });

  test("put two together without changing either", () => {
    const read = allowing(["s3:GetObject"], bucket);
    const both = read.and(allowing(["s3:PutObject"], bucket));
    expect(both.statements.map(({ Action }) => Action)).toEqual([["s3:GetObject"], ["s3:PutObject"]]);
    expect(read.statements).toHaveLength(1);
  });

  test("trust a service with an external id, or without", () => {
    const statement = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: ["sts:AssumeRole"] };
    expect(written(trusting({ service: "firehose.amazonaws.com" }))).toMatchObject({ Statement: [statement] });
    expect(written(trusting({ service: "firehose.amazonaws.com", externalId: "111111111111" }))).toMatchObject({
      Statement: [{ ...statement, Condition: { StringEquals: { "sts:ExternalId": "111111111111" } } }],
    });
  });
});

test("`without` leaves out one action and keeps the others", () => {
  expect(without(["s3:GetObject", "s3:PutObject"], "s3:GetObject")).toEqual(["s3:PutObject"]);
});
