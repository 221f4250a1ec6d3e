import { PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, type CreateBucketCommandInput, HeadBucketCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { isBucketName } from "../../../emulator/s3/naming.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser, policyOf } from "../../support/identities.ts";

const opening = "The requested bucket is an account-regional namespace bucket, but";

function create({ b }: TwoAccounts, Bucket: string, more: Partial<CreateBucketCommandInput> = {}) {
  return b.s3.send(new CreateBucketCommand({ Bucket, ...more }));
}

const own = { BucketNamespace: "account-regional" } as const;

test("a name of an account's own namespace is created where the request asks for that, and once", async () => {
  await using aws = await twoAccounts();
  const Bucket = `lake-${aws.accountB.id}-us-east-1-an`;
  await create(aws, Bucket, own);
  await aws.b.s3.send(new HeadBucketCommand({ Bucket }));
  // Of a global name the second request would succeed in us-east-1.
  expect((await errorOf(create(aws, Bucket, own))).code).toBe("BucketAlreadyOwnedByYou");
});

test("without the header it is refused", async () => {
  await using aws = await twoAccounts();
  const Bucket = `lake-${aws.accountB.id}-us-east-1-an`;
  const refused = {
    code: "MissingNamespaceHeader",
    message: `${opening} your request is missing the required x-amz-bucket-namespace header.`,
    status: 400,
  };
  expect(await errorOf(create(aws, Bucket))).toEqual(refused);
  expect(await errorOf(create(aws, Bucket, { BucketNamespace: "global" }))).toEqual(refused);
});

test("with the header, the name has the account and the region that it is created in", async () => {
  await using aws = await twoAccounts();
  const { accountA, accountB } = aws;
  const problems = [
    [
      `lake-${accountA.id}-us-east-1-an`,
      `the requested AWS Account ID '${accountA.id}' does not match the caller's AWS Account ID '${accountB.id}'. Specify the caller's AWS Account ID in the bucket name.`,
    ],
    [
      `lake-${accountB.id}-eu-west-1-an`,
      "the requested region 'eu-west-1' does not match the current region 'us-east-1'. Specify the targeted region in the bucket name.",
    ],
    [
      "lake",
      `the bucket name does not end with -${accountB.id}-us-east-1-an. Specify the targeted account and region in the bucket name.`,
    ],
  ] as const;
  for (const [Bucket, problem] of problems) {
    expect(await errorOf(create(aws, Bucket, own))).toEqual({
      code: "InvalidBucketNamespace",
      message: `${opening} ${problem}`,
      status: 400,
    });
  }
});

test("a value of the header that there is none of is refused", async () => {
  await using aws = await twoAccounts();
  const more = { BucketNamespace: "regional" as "global" };
  expect((await errorOf(create(aws, "lake", more))).code).toBe("InvalidArgument");
});

test("policies can demand the namespace of whoever creates buckets", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.b, "ann", { Action: "s3:*", Resource: "*" });
  const { s3 } = aws.clientsOf(keys);
  const Condition = { StringNotEquals: { "s3:x-amz-bucket-namespace": "account-regional" } };
  const PolicyDocument = policyOf({ Effect: "Deny", Action: "s3:CreateBucket", Resource: "*", Condition });
  await aws.b.iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName: "demand", PolicyDocument }));
  expect((await errorOf(s3.send(new CreateBucketCommand({ Bucket: "lake" })))).code).toBe("AccessDenied");
  await s3.send(new CreateBucketCommand({ Bucket: `lake-${aws.accountB.id}-us-east-1-an`, ...own }));
});

test.each([
  ["lake-222222222222-us-gov-west-1-an", true],
  ["222222222222-us-east-1-an", false],
  ["lake-22222222222-us-east-1-an", false],
  ["lake-an", false],
])("%s is a bucket's name: %s", (name, isOne) => {
  expect(isBucketName(name)).toBe(isOne);
});
