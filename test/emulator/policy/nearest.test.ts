/** Which statement an explanation names as the one that came nearest. */
import { expect, test } from "vitest";
import { decide } from "../../../emulator/policy/index.ts";
import { accountA, accountB, type PolicyCase, toRequest } from "./case-file.ts";

const delivery = `arn:aws:iam::${accountA}:role/delivery`;
const Resource = "arn:aws:s3:::b-landing/*";
const identity = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];

/** The Sids of the bucket policy's and the ACL's statements, the nearest first. */
function nearest(given: Pick<PolicyCase, "bucketPolicy" | "acl">): readonly (string | undefined)[] {
  const action = "s3:PutObjectAcl";
  const request = toRequest({
    name: "",
    action,
    resource: "arn:aws:s3:::b-landing/1",
    identity,
    ...given,
    expected: "",
  });
  const decision = decide(request);
  if (decision.kind !== "implicitly-denied") throw new Error(`it is ${decision.kind}`);
  return decision.missing.flatMap((missing) => missing.nearest.map(({ statement: { sid } }) => sid));
}

test("the caller's account is named before another account", () => {
  const others = { Sid: "Cleaner", Effect: "Allow", Principal: { AWS: accountB }, Action: "s3:DeleteObject", Resource };
  const own = { Sid: "FromA", Effect: "Allow", Principal: { AWS: accountA }, Action: "s3:PutObject", Resource };
  expect(nearest({ bucketPolicy: [others, own] })).toEqual(["FromA", "Cleaner"]);
});

test("a statement whose conditions are missed comes before one for another principal", () => {
  const Action = "s3:PutObjectAcl";
  const other = { Sid: "Other", Effect: "Allow", Principal: { AWS: `${delivery}-2` }, Action, Resource };
  const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1", "aws:SourceVpc": "vpc-1" } };
  const own = { Sid: "Own", Effect: "Allow", Principal: { AWS: delivery }, Action, Resource, Condition };
  expect(nearest({ bucketPolicy: [other, own] })).toEqual(["Own", "Other"]);
});

test("an ACL hides no statement of the bucket policy", () => {
  const acl = [{ Sid: "Grant", Effect: "Allow", Principal: { AWS: accountB }, Action: "s3:PutObjectAcl", Resource }];
  const Principal = { AWS: `${delivery}-2` };
  const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } };
  const far = { Sid: "Far", Effect: "Allow", Principal, Action: "s3:PutObject", Resource, Condition };
  expect(nearest({ bucketPolicy: [far], acl })).toEqual(["Far", "Grant"]);
  expect(nearest({ acl })).toEqual(["Grant"]);
});
