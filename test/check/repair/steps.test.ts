/** What the search for a repair takes for a step, and what it leaves of its steps. */
import { expect, test } from "vitest";
import { findRepair } from "../../../check/repair/search.ts";
import { deliveryActions } from "../../../harness/index.ts";
import {
  accountA,
  accountB,
  allowDelivery,
  article,
  bucketAndObjects,
  bucketArn,
  readStream,
  roleArn,
  writeObjects,
} from "../article.ts";

const partner = "arn:aws:iam::333333333333:role/partner";
const [bucketActions, objectActions] = [
  ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
  ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"],
];
const stepsOf = async (statements: Parameters<typeof article>[0]) =>
  (await findRepair(article(statements)))?.changes.map(({ text }) => text);

test("a step that a later one has made needless is left out again", async () => {
  const ofAnotherAccount = {
    Sid: "Bucket",
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: bucketActions,
    Resource: bucketArn,
    Condition: { StringEquals: { "aws:PrincipalAccount": "333333333333" } },
  };
  const ofPartner = {
    Sid: "Partner",
    Effect: "Allow",
    Principal: { AWS: partner },
    Action: [...deliveryActions],
    Resource: bucketAndObjects,
  };
  const role = [{ ...writeObjects, Action: deliveryActions.filter((each) => each !== "s3:PutObject") }, readStream];
  expect(await stepsOf({ role, bucket: [ofAnotherAccount, ofPartner] })).toEqual([
    `add \`{"AWS":"${roleArn}"}\` to the Principal of statement \`Partner\` (policy \`bucket policy\` of bucket \`landing-b\` in account ${accountB})`,
    `add \`s3:PutObject\` to the Action of statement \`Write\` (policy \`deliver\` of role \`delivery\` in account ${accountA})`,
  ]);
});

test("a policy that AWS refuses then is no step ahead", async () => {
  const ofBucket = { ...allowDelivery, Sid: "Bucket", Action: bucketActions, Resource: bucketArn };
  const ofObjects = {
    ...allowDelivery,
    Action: objectActions.filter((each) => each === "s3:PutObject"),
    Resource: `${bucketArn}/*`,
    // What S3 takes for PutObject alone.
    Condition: { Null: { "s3:if-none-match": "true" } },
  };
  // Something else is wrong too, so that no one step is the last.
  const toAdmin = {
    Sid: "Readers",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `${bucketArn}/*`,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": [`arn:aws:iam::${accountB}:role/admin`] } },
  };
  const repair = await findRepair(article({ bucket: [ofBucket, ofObjects, toAdmin] }));
  expect(repair?.configuration.bucket.policy?.text).toContain("s3:if-none-match");
  expect(repair?.sideEffects).toEqual([]);
});

test("a statement of its own has the conditions that its neighbours have", async () => {
  const Condition = {
    Bool: { "aws:SecureTransport": "true" },
    StringEquals: { "aws:PrincipalAccount": "333333333333" },
  };
  const ofPartner = { ...allowDelivery, Sid: "Partner", Principal: { AWS: partner }, Condition };
  const repair = await findRepair(article({ bucket: [ofPartner] }));
  const added = JSON.parse(repair?.configuration.bucket.policy?.text ?? "").Statement.slice(1);
  expect(added.length).toBeGreaterThan(0);
  for (const statement of added) {
    expect(statement.Principal).toEqual({ AWS: roleArn });
    expect(statement.Condition).toEqual({ Bool: { "aws:SecureTransport": "true" } });
  }
});
