import { CreateDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  ListPoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, DescribeKeyCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketPolicyCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { allPartitions, partitionOf } from "../../emulator/model/partition.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../support/clients.ts";
import { makeRole, makeUser, policyOf, trusting } from "../support/identities.ts";

const region = "us-gov-west-1";
const inGovCloud = () => twoAccounts({ region });
const Bucket = "landing";
const firehoseTrust = trusting({ Service: "firehose.amazonaws.com" });

async function bucketOfB({ b }: TwoAccounts): Promise<void> {
  const LocationConstraint = region as BucketLocationConstraint;
  await b.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
}

describe("the partition of a region", () => {
  test.each([
    ["us-east-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-east-1", "aws-us-gov", "amazonaws.com"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
    ["us-iso-west-1", "aws-iso", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
    ["xx-nowhere-1", "aws", "amazonaws.com"],
  ])("%s is %s", (name, partition, dnsSuffix) => {
    expect(partitionOf(name)).toEqual({ name: partition, dnsSuffix });
  });

  test("the list of all has each once", () => {
    const names = allPartitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("aws-iso-f");
  });
});

describe("what is made in GovCloud is called so", () => {
  test("accounts, users, roles, sessions and policies", async () => {
    await using aws = await inGovCloud();
    const { id } = aws.accountA;
    const root = `arn:aws-us-gov:iam::${id}:root`;
    expect((await aws.a.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(root);
    const { arn, keys } = await makeUser(aws.a, "ann", { Action: "sts:AssumeRole", Resource: "*" });
    expect(arn).toBe(`arn:aws-us-gov:iam::${id}:user/ann`);
    const RoleArn = await makeRole(aws.a, "reader", trusting({ AWS: arn }));
    expect(RoleArn).toBe(`arn:aws-us-gov:iam::${id}:role/reader`);
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: "one" });
    const { AssumedRoleUser } = await aws.clientsOf(keys).sts.send(assume);
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws-us-gov:sts::${id}:assumed-role/reader/one`);
    const PolicyDocument = policyOf({ Action: "s3:*", Resource: "arn:aws-us-gov:s3:::*" });
    const { Policy } = await aws.a.iam.send(new CreatePolicyCommand({ PolicyName: "all", PolicyDocument }));
    expect(Policy?.Arn).toBe(`arn:aws-us-gov:iam::${id}:policy/all`);
    const { Policies = [] } = await aws.a.iam.send(new ListPoliciesCommand({ Scope: "AWS" }));
    expect(Policies.map((each) => each.Arn)).toContain("arn:aws-us-gov:iam::aws:policy/AmazonS3FullAccess");
  });

  test("buckets, data streams and keys, with the policies that they come with", async () => {
    await using aws = await inGovCloud();
    const { id } = aws.accountB;
    const LocationConstraint = region as BucketLocationConstraint;
    const create = new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } });
    expect((await aws.b.s3.send(create)).BucketArn).toBe("arn:aws-us-gov:s3:::landing");
    await aws.b.kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
    const summary = await aws.b.kinesis.send(new DescribeStreamSummaryCommand({ StreamName: "orders" }));
    const streamArn = `arn:aws-us-gov:kinesis:${region}:${id}:stream/orders`;
    expect(summary.StreamDescriptionSummary?.StreamARN).toBe(streamArn);
    const { KeyMetadata: key } = await aws.b.kms.send(new CreateKeyCommand({}));
    expect(key?.Arn).toBe(`arn:aws-us-gov:kms:${region}:${id}:key/${key?.KeyId}`);
    const { Policy } = await aws.b.kms.send(new GetKeyPolicyCommand({ KeyId: key?.KeyId }));
    expect(Policy).toContain(`"arn:aws-us-gov:iam::${id}:root"`);
  });

  test("an account that is named by its digits, in a bucket policy and in a denial", async () => {
    await using aws = await inGovCloud();
    await bucketOfB(aws);
    const Resource = "arn:aws-us-gov:s3:::landing/*";
    const Policy = policyOf({ Principal: { AWS: aws.accountB.id }, Action: "s3:PutObject", Resource });
    await aws.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await aws.b.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    await errorOf(aws.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "b" })));
    const [denied] = aws.emulator.decisions.denied();
    expect(JSON.stringify(denied?.decision)).toContain(`arn:aws-us-gov:iam::${aws.accountB.id}:root`);
  });
});

describe("what is of another partition is refused", () => {
  const malformed = (message: string) => expect.objectContaining({ message });

  test("in a policy of IAM", async () => {
    await using aws = await inGovCloud();
    await makeRole(aws.a, "delivery", firehoseTrust);
    const put = (Resource: string) => {
      const PolicyDocument = policyOf({ Action: "s3:*", Resource });
      const inline = { RoleName: "delivery", PolicyName: "own", PolicyDocument };
      return aws.a.iam.send(new PutRolePolicyCommand(inline));
    };
    expect(await errorOf(put("arn:aws:s3:::landing"))).toMatchObject({
      code: "MalformedPolicyDocumentException",
      message: 'Partition "aws" is not valid for resource "arn:aws:s3:::landing".',
    });
    expect(await errorOf(put("arn:aws-cn:s3:::landing"))).toEqual(
      malformed('Partition "aws-cn" is not valid for resource "arn:aws-cn:s3:::landing".'),
    );
    await put("arn:aws-us-gov:s3:::landing");
  });

  test("as a managed policy of AWS", async () => {
    await using aws = await inGovCloud();
    await makeRole(aws.a, "delivery", firehoseTrust);
    const attach = (partition: string) => {
      const PolicyArn = `arn:${partition}:iam::aws:policy/AmazonS3FullAccess`;
      return aws.a.iam.send(new AttachRolePolicyCommand({ RoleName: "delivery", PolicyArn }));
    };
    expect(await errorOf(attach("aws"))).toMatchObject({ code: "ValidationError", message: "Invalid ARN partition" });
    await attach("aws-us-gov");
  });

  test("in a bucket policy: a resource, a role, an account", async () => {
    await using aws = await inGovCloud();
    await bucketOfB(aws);
    const arn = await makeRole(aws.a, "delivery", firehoseTrust);
    const put = (AWS: string, partition = "aws-us-gov") => {
      const Policy = policyOf({
        Principal: { AWS },
        Action: "s3:PutObject",
        Resource: `arn:${partition}:s3:::landing/*`,
      });
      return aws.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    };
    const inAws = (text: string) => text.replace("aws-us-gov", "aws");
    expect(await errorOf(put(arn, "aws"))).toEqual(malformed("Policy has invalid resource"));
    expect(await errorOf(put(inAws(arn)))).toEqual(malformed("Invalid principal in policy"));
    const root = `arn:aws:iam::${aws.accountA.id}:root`;
    expect(await errorOf(put(root))).toEqual(malformed("Invalid principal in policy"));
    await put(arn);
  });

  test("in a trust policy and in a key policy", async () => {
    await using aws = await inGovCloud();
    const root = `arn:aws:iam::${aws.accountA.id}:root`;
    const create = new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trusting({ AWS: root }) });
    expect(await errorOf(aws.a.iam.send(create))).toEqual(malformed(`Invalid principal in policy: "AWS":"${root}"`));
    const { KeyMetadata: key } = await aws.a.kms.send(new CreateKeyCommand({}));
    const Policy = policyOf({ Principal: { AWS: root }, Action: "kms:*", Resource: "*" });
    const put = new PutKeyPolicyCommand({ KeyId: key?.KeyId, Policy });
    expect(await errorOf(aws.a.kms.send(put))).toMatchObject({ code: "MalformedPolicyDocumentException" });
  });

  test("as a role to be assumed, and as a key", async () => {
    await using aws = await inGovCloud();
    const { keys } = await makeUser(aws.a, "ann", { Action: "sts:AssumeRole", Resource: "*" });
    const RoleArn = (await makeRole(aws.a, "reader", trusting({ AWS: aws.accountA.id }))).replace("-us-gov", "");
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: "one" });
    expect(await errorOf(aws.clientsOf(keys).sts.send(assume))).toEqual(malformed(`${RoleArn} is invalid`));
    const { KeyMetadata: key } = await aws.a.kms.send(new CreateKeyCommand({}));
    const describe = new DescribeKeyCommand({ KeyId: key?.Arn?.replace("-us-gov", "") });
    expect(await errorOf(aws.a.kms.send(describe))).toMatchObject({ code: "NotFoundException" });
  });

  test("in a delivery stream: its role, its bucket, its source", async () => {
    await using aws = await inGovCloud();
    const RoleARN = await makeRole(aws.a, "delivery", firehoseTrust);
    const BucketARN = "arn:aws-us-gov:s3:::landing";
    const create = (destination: object, source?: string) =>
      errorOf(
        aws.a.firehose.send(
          new CreateDeliveryStreamCommand({
            DeliveryStreamName: "deliver",
            ExtendedS3DestinationConfiguration: { RoleARN, BucketARN, ...destination },
            ...(source !== undefined && {
              DeliveryStreamType: "KinesisStreamAsSource",
              KinesisStreamSourceConfiguration: { KinesisStreamARN: source, RoleARN },
            }),
          }),
        ),
      );
    const foreignRole = RoleARN.replace("-us-gov", "");
    expect((await create({ RoleARN: foreignRole })).message).toBe(
      `Firehose is unable to assume role ${foreignRole}. Please check the role provided.`,
    );
    expect((await create({ BucketARN: "arn:aws:s3:::landing" })).code).toBe("InvalidArgumentException");
    const source = `arn:aws:kinesis:${region}:${aws.accountA.id}:stream/orders`;
    expect((await create({}, source)).message).toContain(`The source ${source} is not in the account and region`);
  });

  test("as a signature for a region of it: its keys are unknown here", async () => {
    await using aws = await inGovCloud();
    const elsewhere = aws.clientsOf(aws.accountA, { region: "us-east-1" });
    const beside = aws.clientsOf(aws.accountA, { region: "us-gov-east-1" });
    expect((await errorOf(elsewhere.s3.send(new ListBucketsCommand({})))).code).toBe("InvalidAccessKeyId");
    expect((await errorOf(elsewhere.sts.send(new GetCallerIdentityCommand({})))).code).toBe("InvalidClientTokenId");
    expect((await beside.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(aws.accountA.id);
  });
});
