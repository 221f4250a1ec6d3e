/** "You cannot use a wildcard to match part of a principal name or ARN" (IAM User Guide, policy element Principal). */
import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutResourcePolicyCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../support/clients.ts";
import { makeRole, policyOf, trusting } from "../support/identities.ts";
import { activeStream } from "./kinesis/streams.ts";

/** Saves a policy of each kind that names the principal. */
const kinds: Readonly<Record<string, (aws: TwoAccounts) => Promise<(AWS: string) => Promise<unknown>>>> = {
  "a bucket policy": async ({ a }) => {
    await a.s3.send(new CreateBucketCommand({ Bucket: "b-lake" }));
    const read = { Action: "s3:GetObject", Resource: "arn:aws:s3:::b-lake/*" };
    return (AWS) =>
      a.s3.send(new PutBucketPolicyCommand({ Bucket: "b-lake", Policy: policyOf({ ...read, Principal: { AWS } }) }));
  },
  "a trust policy": async ({ a }) => {
    await makeRole(a, "trusting", trusting({ Service: "firehose.amazonaws.com" }));
    return (AWS) =>
      a.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "trusting", PolicyDocument: trusting({ AWS }) }));
  },
  "a key policy": async ({ a, accountA }) => {
    const { KeyMetadata } = await a.kms.send(new CreateKeyCommand({}));
    const owner = { Principal: { AWS: accountA.id }, Action: "kms:*", Resource: "*" };
    return (AWS) =>
      a.kms.send(
        new PutKeyPolicyCommand({
          KeyId: KeyMetadata?.KeyId,
          Policy: policyOf(owner, { Principal: { AWS }, Action: "kms:Decrypt", Resource: "*" }),
        }),
      );
  },
  "a stream's policy": async (aws) => {
    await activeStream(aws);
    const ResourceARN = `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/orders`;
    return (AWS) =>
      aws.a.kinesis.send(
        new PutResourcePolicyCommand({
          ResourceARN,
          Policy: policyOf({ Principal: { AWS }, Action: "kinesis:PutRecord", Resource: ResourceARN }),
        }),
      );
  },
};

test.each(Object.entries(kinds))("%s names a session and a role in full, and none by a wildcard", async (_, kind) => {
  await using aws = await twoAccounts();
  const { id } = aws.accountA;
  await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  const save = await kind(aws);
  for (const whole of [`arn:aws:sts::${id}:assumed-role/reader/daily`, `arn:aws:iam::${id}:role/reader`]) {
    await save(whole);
  }
  for (const pattern of [
    `arn:aws:sts::${id}:assumed-role/reader/*`,
    `arn:aws:sts::${id}:assumed-role/reader/dail?`,
    `arn:aws:sts::${id}:assumed-role/re*/daily`,
    `arn:aws:iam::${id}:role/*`,
    `arn:aws:iam::${id}:role/reade?`,
    `arn:aws:iam::${id.slice(0, 11)}*:root`,
  ]) {
    expect((await errorOf(save(pattern))).code, pattern).toMatch(/^Malformed|InvalidArgumentException/);
  }
});
