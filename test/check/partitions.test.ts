import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkWithFiles } from "../../check/check.ts";
import type { ReadSettings } from "../../check/read/inputs.ts";
import { readConfiguration } from "../support/read-configuration.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const key = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/0f0f0f0f-0000-4000-8000-000000000000";
const roleArn = "arn:aws-us-gov:iam::111111111111:role/delivery";
const bucketArns = ["arn:aws-us-gov:s3:::landing", "arn:aws-us-gov:s3:::landing/*"];
const deliveryActions = [
  ...["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"],
  ...["s3:ListBucketMultipartUploads", "s3:PutObject", "s3:PutObjectAcl"],
];
const statements = (...all: readonly object[]) => ({ Version: "2012-10-17", Statement: all });

/** Each part that a test can say in other words. */
const parts = {
  accountB: { id: "222222222222", region: "us-gov-west-1" } as object,
  deliveryStream: {} as object,
  destination: {} as object,
  trust: [] as readonly object[],
  readsFrom: "arn:aws-us-gov:kinesis:us-gov-west-1:111111111111:stream/orders",
  writesTo: bucketArns,
  managedPolicies: [] as readonly string[],
  role: {} as object,
  bucketPrincipal: roleArn,
  bucketPolicy: {} as object,
  bucket: {} as object,
  keyArn: key,
  keyPrincipal: roleArn,
};

function manifest(change: Partial<typeof parts>): object {
  const said = { ...parts, ...change };
  return {
    accountA: { id: "111111111111", region: "us-gov-west-1" },
    accountB: said.accountB,
    dataStream: { name: "orders" },
    deliveryStream: {
      ...{ name: "deliver", role: "delivery", destination: said.destination },
      ...said.deliveryStream,
    },
    roles: {
      delivery: {
        trustPolicy: statements(
          { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" },
          ...said.trust,
        ),
        policies: {
          deliver: statements(
            { Sid: "Write", Effect: "Allow", Action: deliveryActions, Resource: said.writesTo },
            {
              Sid: "Read",
              Effect: "Allow",
              Action: [
                "kinesis:DescribeStream",
                "kinesis:GetShardIterator",
                "kinesis:GetRecords",
                "kinesis:ListShards",
              ],
              Resource: said.readsFrom,
            },
            { Sid: "Key", Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: key },
          ),
        },
        managedPolicies: said.managedPolicies,
        ...said.role,
      },
    },
    bucket: {
      name: "landing",
      policy: statements({
        ...{ Sid: "FromA", Effect: "Allow", Principal: { AWS: said.bucketPrincipal } },
        ...{ Action: deliveryActions, Resource: bucketArns },
        ...said.bucketPolicy,
      }),
      ...said.bucket,
    },
    keys: [
      {
        arn: said.keyArn,
        policy: statements(
          { Effect: "Allow", Principal: { AWS: "222222222222" }, Action: "kms:*", Resource: "*" },
          {
            ...{ Sid: "UseByA", Effect: "Allow", Principal: { AWS: said.keyPrincipal } },
            ...{ Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" },
          },
        ),
      },
    ],
  };
}

interface Found {
  readonly verdict: string;
  readonly action?: string;
  readonly message?: string;
  readonly explanation?: string;
  readonly steps?: readonly string[];
  readonly sideEffects?: readonly string[];
  /** The files as the repair has them, read and checked again. */
  readonly repaired?: string;
}

/** What comes of files, or the message of why nothing does. */
async function check(files: Readonly<Record<string, unknown>>, settings: ReadSettings = {}): Promise<Found | string> {
  using folder = temporaryFolder();
  const isFolder = files["crosscheck.json"] !== undefined;
  const paths = Object.entries(files).map(([name, content]) => {
    const path = join(folder.path, name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
    return path;
  });
  const inputs = isFolder ? [folder.path] : paths;
  try {
    const { result, files: changed } = await checkWithFiles(await readConfiguration(inputs, settings));
    const { verdict, cause, repair } = result;
    for (const { file, after } of changed) writeFileSync(file, after);
    const again = changed.length === 0 ? undefined : await checkWithFiles(await readConfiguration(inputs, settings));
    return {
      verdict,
      ...(cause !== undefined && { action: cause.action, message: cause.message, explanation: cause.explanation }),
      ...(repair !== undefined && { steps: repair.steps, sideEffects: repair.sideEffects }),
      ...(again !== undefined && { repaired: again.result.verdict }),
    };
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder.path}/`, "");
  }
}

const checkManifest = (change: Partial<typeof parts>) => check({ "crosscheck.json": manifest(change) });

const withKey = (AWSKMSKeyARN: string) => ({ EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN } } });
const inAws = (text: string) => text.replace("aws-us-gov", "aws");

describe("a delivery in GovCloud", () => {
  test.each<[what: string, change: Partial<typeof parts>]>([
    ["with its own ARNs", {}],
    ["under a key", { destination: withKey(key) }],
    ["with AWS's policies", { writesTo: [], managedPolicies: ["arn:aws-us-gov:iam::aws:policy/AmazonS3FullAccess"] }],
    ["with accounts by their digits", { bucketPrincipal: "111111111111" }],
  ])("works %s", async (_, { writesTo = bucketArns, ...change }) => {
    const Resource = writesTo.length === 0 ? ["arn:aws-us-gov:s3:::another"] : writesTo;
    expect(await checkManifest({ ...change, writesTo: Resource })).toEqual({ verdict: "works" });
  });

  const begins = (what: string) =>
    `let the ARNs of ${what} begin with \`arn:aws-us-gov:\`, the partition that it is in`;
  const because = "ARNs in us-gov-west-1 begin with `arn:aws-us-gov:`, and nothing of another partition is there";

  test.each<[what: string, change: Partial<typeof parts>, found: Partial<Found>, step: string]>([
    [
      "in one statement of the role's policy",
      { readsFrom: inAws(parts.readsFrom) },
      {
        action: "iam:PutRolePolicy",
        message: `Partition "aws" is not valid for resource "${inAws(parts.readsFrom)}".`,
        explanation: `statement \`Read\` of policy \`deliver\` of role \`delivery\` names \`${inAws(parts.readsFrom)}\`: ${because}`,
      },
      "statement `Read` of policy `deliver` of role `delivery`",
    ],
    [
      "in the bucket policy's principal",
      { bucketPrincipal: inAws(roleArn) },
      {
        action: "s3:PutBucketPolicy",
        explanation: `statement \`FromA\` of the policy of bucket \`landing\` names \`${inAws(roleArn)}\`: ${because}`,
      },
      "statement `FromA` of the policy of bucket `landing`",
    ],
    [
      "in the bucket policy's resources",
      { bucketPolicy: { Resource: bucketArns.map(inAws) } },
      { action: "s3:PutBucketPolicy", message: "Policy has invalid resource" },
      "statement `FromA` of the policy of bucket `landing`",
    ],
    [
      "in a condition of the bucket policy",
      { bucketPolicy: { Condition: { ArnEquals: { "aws:PrincipalArn": inAws(roleArn) } } } },
      { action: "s3:GetBucketLocation" },
      "statement `FromA` of the policy of bucket `landing`",
    ],
    [
      "in the trust policy",
      { trust: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "sts:AssumeRole" }] },
      {
        action: "iam:CreateRole",
        message: 'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:root"',
      },
      "statement 2 of the trust policy of role `delivery`",
    ],
    [
      "in the key's policy",
      { destination: withKey(key), keyPrincipal: inAws(roleArn) },
      { action: "kms:PutKeyPolicy" },
      "statement `UseByA` of the policy of key `0f0f0f0f-0000-4000-8000-000000000000`",
    ],
    [
      "as the key",
      { destination: withKey(inAws(key)) },
      { explanation: `\`${inAws(key)}\` names nothing: ${because}` },
      "EncryptionConfiguration of delivery stream `deliver`",
    ],
    [
      "as the bucket",
      { destination: { BucketARN: "arn:aws:s3:::landing" } },
      { action: "firehose:CreateDeliveryStream" },
      "BucketARN of delivery stream `deliver`",
    ],
    [
      "as a policy of AWS",
      { managedPolicies: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] },
      { action: "iam:AttachRolePolicy", message: "Invalid ARN partition" },
      "the policies of role `delivery`",
    ],
  ])("is broken with the partition of elsewhere %s, and repaired by its own", async (_, change, found, step) => {
    expect(await checkManifest(change)).toMatchObject({
      ...{ verdict: "broken", repaired: "works", steps: [begins(step)], sideEffects: [] },
      ...found,
    });
  });

  test("is broken with the partition of elsewhere as its boundary, of which nothing but the ARN is known", async () => {
    const permissionsBoundary = "arn:aws:iam::111111111111:policy/boundary";
    expect(await checkManifest({ role: { permissionsBoundary } })).toMatchObject({
      ...{ verdict: "broken", repaired: "inconclusive", action: "iam:PutRolePermissionsBoundary" },
      steps: [begins("the policies of role `delivery`")],
    });
  });

  test("is broken with the partition of elsewhere as its role, which writes and reads", async () => {
    expect(await checkManifest({ deliveryStream: { role: inAws(roleArn) } })).toMatchObject({
      ...{ verdict: "broken", repaired: "works", action: "firehose:CreateDeliveryStream" },
      steps: [begins("RoleARN of delivery stream `deliver`"), begins("the source of delivery stream `deliver`")],
    });
  });

  test("is none where the bucket is in another partition", async () => {
    expect(await checkManifest({ accountB: { id: "222222222222" } })).toMatch(
      /^crosscheck\.json:\d+:\d+ \(bucket\): bucket `landing` is in us-east-1, a region of partition aws, and the delivery stream in us-gov-west-1, of partition aws-us-gov: accounts of two partitions share nothing/,
    );
  });

  test("describes nothing of another partition", async () => {
    expect(await checkManifest({ keyArn: inAws(key) })).toMatch(
      new RegExp(`\\(keys\\[0\\]\\): \`${inAws(key)}\` is no ARN of us-gov-west-1.*; write \`${key}\`$`),
    );
  });
});

const template = (region: string) => ({
  settings: { accountA: { id: "111111111111", region }, accountB: { id: "222222222222", region } },
  files: (partition: string) => ({
    "a.yaml": `
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: { Name: orders, ShardCount: 1 }
  Delivery:
    Type: AWS::IAM::Role
    Properties:
      RoleName: delivery
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - { Effect: Allow, Principal: { Service: firehose.amazonaws.com }, Action: sts:AssumeRole }
      ManagedPolicyArns: [ !Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonKinesisReadOnlyAccess" ]
      Policies:
        - PolicyName: deliver
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [ ${deliveryActions.join(", ")} ]
                Resource: [ !Sub "arn:${partition}:s3:::landing", !Sub "arn:${partition}:s3:::landing/*" ]
              - Effect: Allow
                Action: [ kinesis:DescribeStream, kinesis:GetShardIterator, kinesis:GetRecords, kinesis:ListShards ]
                Resource: !GetAtt Orders.Arn
  Deliver:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamName: deliver
      DeliveryStreamType: KinesisStreamAsSource
      KinesisStreamSourceConfiguration: { KinesisStreamARN: !GetAtt Orders.Arn, RoleARN: !GetAtt Delivery.Arn }
      ExtendedS3DestinationConfiguration:
        RoleARN: !GetAtt Delivery.Arn
        BucketARN: !Sub "arn:\${AWS::Partition}:s3:::landing"
`,
    "b.yaml": `
Resources:
  Landing:
    Type: AWS::S3::Bucket
    Properties: { BucketName: landing }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Landing
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::111111111111:role/delivery" }
            Action: [ ${deliveryActions.join(", ")} ]
            Resource: [ !GetAtt Landing.Arn, !Sub "\${Landing.Arn}/*" ]
`,
  }),
});

describe("templates", () => {
  test.each(["cn-north-1", "us-gov-east-1", "eusc-de-east-1", "us-iso-east-1"])(
    "say the partition of %s by AWS::Partition",
    async (region) => {
      const { files, settings } = template(region);
      // What is known of AWS's policies is not all of them.
      expect(await check(files("${AWS::Partition}"), settings)).toEqual({ verdict: "works" });
    },
  );

  test("with the partition of elsewhere are broken, and the repair is in the template", async () => {
    const { files, settings } = template("cn-north-1");
    expect(await check(files("aws"), settings)).toMatchObject({
      ...{ verdict: "broken", action: "iam:PutRolePolicy", repaired: "works" },
      steps: [
        "let the ARNs of statement 1 of policy `deliver` of role `delivery` begin with `arn:aws-cn:`, the partition that it is in",
      ],
    });
  });
});
