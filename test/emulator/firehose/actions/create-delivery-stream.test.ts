import {
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamInput,
  DescribeDeliveryStreamCommand,
  ListTagsForDeliveryStreamCommand,
  UpdateDestinationCommand,
} from "@aws-sdk/client-firehose";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type Clients, errorOf, type TwoAccounts } from "../../../support/clients.ts";
import {
  allowInBucket,
  bucketOfB,
  createActive,
  createRole,
  creationMs,
  deliveryActions,
  deliveryWorld,
  describe,
  policy,
  putRolePolicy,
  type Statement,
  trustingFirehose,
} from "../support.ts";

const bucketArn = "arn:aws:s3:::landing";

function create(clients: Clients, input: Partial<CreateDeliveryStreamInput>) {
  return clients.firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName: "orders", ...input }));
}

async function userOf(aws: TwoAccounts, ...statements: readonly Statement[]): Promise<Clients> {
  await aws.a.iam.send(new CreateUserCommand({ UserName: "operator" }));
  await aws.a.iam.send(
    new PutUserPolicyCommand({ UserName: "operator", PolicyName: "operate", PolicyDocument: policy(...statements) }),
  );
  const { AccessKey } = await aws.a.iam.send(new CreateAccessKeyCommand({ UserName: "operator" }));
  return aws.clientsOf({
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

test("creates a stream that is CREATING for 10 s and ACTIVE then", async () => {
  await using aws = await deliveryWorld();
  const { DeliveryStreamARN } = await create(aws.a, {
    ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: bucketArn },
  });
  expect(DeliveryStreamARN).toBe(`arn:aws:firehose:us-east-1:${aws.accountA.id}:deliverystream/orders`);
  await aws.emulator.clock.advance(creationMs - 1);
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("CREATING");
  await aws.emulator.clock.advance(1);
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("ACTIVE");
});

const landing = (roleArn: string) => ({
  ExtendedS3DestinationConfiguration: { RoleARN: roleArn, BucketARN: bucketArn },
});

test("refuses a bucket that is not there, until it is", async () => {
  await using aws = await deliveryWorld({ areDeliveryStreamsStanding: false });
  expect(await errorOf(create(aws.a, landing(aws.roleArn)))).toEqual({
    code: "InvalidArgumentException",
    message: "S3 Bucket landing does not exist.",
    status: 400,
  });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  expect(await create(aws.a, landing(aws.roleArn))).toHaveProperty("DeliveryStreamARN");
});

test("refuses a bucket of its own account that the role may not ask where it is, in S3's words", async () => {
  await using aws = await deliveryWorld({ areDeliveryStreamsStanding: false });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  await putRolePolicy(aws.a, "delivery", { Action: "s3:PutObject", Resource: "*" });
  expect(await errorOf(create(aws.a, landing(aws.roleArn)))).toEqual({
    code: "InvalidArgumentException",
    message: `User: arn:aws:sts::${aws.accountA.id}:assumed-role/delivery/AWSFirehoseToS3 is not authorized to perform: s3:GetBucketLocation on resource: "${bucketArn}" because no identity-based policy allows the s3:GetBucketLocation action`,
    status: 400,
  });
  await putRolePolicy(aws.a, "delivery", { Action: "s3:GetBucketLocation", Resource: "*" });
  expect(await create(aws.a, landing(aws.roleArn))).toHaveProperty("DeliveryStreamARN");
});

test("refuses another account's bucket until its policy lets the role ask where it is, and asks no more", async () => {
  await using aws = await deliveryWorld({ areDeliveryStreamsStanding: false });
  await bucketOfB(
    aws,
    deliveryActions.filter((action) => action !== "s3:GetBucketLocation"),
  );
  expect(await errorOf(create(aws.a, landing(aws.roleArn)))).toEqual({
    code: "InvalidArgumentException",
    message: "Access Denied",
    status: 400,
  });
  await allowInBucket(aws, ["s3:GetBucketLocation"]);
  expect(await create(aws.a, landing(aws.roleArn))).toHaveProperty("DeliveryStreamARN");
});

test.each([
  ["refuses", "Enabled"],
  ["leaves alone", "Disabled"],
] as const)("%s a missing bucket of a backup that is %s", async (what, S3BackupMode) => {
  await using aws = await deliveryWorld({ areDeliveryStreamsStanding: false });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  const S3BackupConfiguration = { RoleARN: aws.roleArn, BucketARN: "arn:aws:s3:::kept" };
  const { ExtendedS3DestinationConfiguration: destination } = landing(aws.roleArn);
  const call = create(aws.a, {
    ExtendedS3DestinationConfiguration: { ...destination, S3BackupMode, S3BackupConfiguration },
  });
  if (what === "leaves alone") expect(await call).toHaveProperty("DeliveryStreamARN");
  else expect(await errorOf(call)).toMatchObject({ message: "S3 Bucket kept does not exist." });
});

test("does not look at the bucket that an update names", async () => {
  await using aws = await deliveryWorld({ areDeliveryStreamsStanding: false });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  await create(aws.a, landing(aws.roleArn));
  await aws.emulator.clock.advance(creationMs);
  await aws.a.firehose.send(
    new UpdateDestinationCommand({
      DeliveryStreamName: "orders",
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      S3DestinationUpdate: { BucketARN: "arn:aws:s3:::elsewhere" },
    }),
  );
  expect((await describe(aws.a)).VersionId).toBe("2");
});

test.each(["S3DestinationConfiguration", "ExtendedS3DestinationConfiguration"] as const)(
  "shows every default in both shapes of a stream created with %s",
  async (shape) => {
    await using aws = await deliveryWorld();
    await create(aws.a, { [shape]: { RoleARN: aws.roleArn, BucketARN: bucketArn } });
    const { CreateTimestamp, ...description } = await describe(aws.a);
    expect(CreateTimestamp?.getTime()).toBe(Math.floor(aws.emulator.clock.now()));
    const s3 = {
      RoleARN: aws.roleArn,
      BucketARN: bucketArn,
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
      CompressionFormat: "UNCOMPRESSED",
      EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
      CloudWatchLoggingOptions: { Enabled: false },
    };
    expect(description).toEqual({
      DeliveryStreamName: "orders",
      DeliveryStreamARN: `arn:aws:firehose:us-east-1:${aws.accountA.id}:deliverystream/orders`,
      DeliveryStreamStatus: "CREATING",
      DeliveryStreamEncryptionConfiguration: { Status: "DISABLED" },
      DeliveryStreamType: "DirectPut",
      VersionId: "1",
      Destinations: [
        {
          DestinationId: "destinationId-000000000001",
          S3DestinationDescription: s3,
          ExtendedS3DestinationDescription: { ...s3, S3BackupMode: "Disabled", CustomTimeZone: "UTC" },
        },
      ],
      HasMoreDestinations: false,
    });
  },
);

test("refuses a second stream of the same name", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const again = create(aws.a, {
    ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: bucketArn },
  });
  expect(await errorOf(again)).toEqual({
    code: "ResourceInUseException",
    message: `Firehose orders under accountId ${aws.accountA.id} already exists`,
    status: 400,
  });
});

test("allows another account a stream of the same name", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const RoleARN = await createRole(aws.b, "delivery", trustingFirehose(aws.accountB.id));
  await create(aws.b, { ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: bucketArn } });
  expect((await describe(aws.b)).DeliveryStreamARN).toContain(aws.accountB.id);
});

test("refuses a role of another account", async () => {
  await using aws = await deliveryWorld();
  const RoleARN = await createRole(aws.b, "delivery", trustingFirehose(aws.accountA.id));
  const call = create(aws.a, { ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: bucketArn } });
  expect(await errorOf(call)).toEqual({
    code: "AccessDeniedException",
    message: "Cross-account pass role is not allowed.",
    status: 400,
  });
});

test.each([
  [
    "does not trust Firehose",
    (_id: string) => policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
  ],
  ["asks for another external id", (_id: string) => trustingFirehose("999999999999")],
])("refuses a role that %s", async (_what, trust) => {
  await using aws = await deliveryWorld();
  const RoleARN = await createRole(aws.a, "stranger", trust(aws.accountA.id));
  const call = create(aws.a, { ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: bucketArn } });
  expect(await errorOf(call)).toEqual({
    code: "InvalidArgumentException",
    message: `Firehose is unable to assume role ${RoleARN}. Please check the role provided.`,
    status: 400,
  });
});

test("refuses a role that does not exist in the same words", async () => {
  await using aws = await deliveryWorld();
  const RoleARN = `arn:aws:iam::${aws.accountA.id}:role/nobody`;
  const call = create(aws.a, { ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: bucketArn } });
  expect(await errorOf(call)).toMatchObject({
    message: `Firehose is unable to assume role ${RoleARN}. Please check the role provided.`,
  });
});

test("needs iam:PassRole on the role beside firehose:CreateDeliveryStream", async () => {
  await using aws = await deliveryWorld();
  const operator = await userOf(aws, { Action: "firehose:*", Resource: "*" });
  const input = { ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: bucketArn } };
  const user = `arn:aws:iam::${aws.accountA.id}:user/operator`;
  expect(await errorOf(create(operator, input))).toEqual({
    code: "AccessDeniedException",
    message: `User: ${user} is not authorized to perform: iam:PassRole on resource: ${aws.roleArn} because no identity-based policy allows the iam:PassRole action`,
    status: 400,
  });
  const passing = { Action: "iam:PassRole", Resource: aws.roleArn } as const;
  const allow = (service: string) =>
    aws.a.iam.send(
      new PutUserPolicyCommand({
        UserName: "operator",
        PolicyName: "pass",
        PolicyDocument: policy({ ...passing, Condition: { StringEquals: { "iam:PassedToService": service } } }),
      }),
    );
  await allow("lambda.amazonaws.com");
  expect(await errorOf(create(operator, input))).toMatchObject({ code: "AccessDeniedException" });
  await allow("firehose.amazonaws.com");
  expect((await create(operator, input)).DeliveryStreamARN).toContain("orders");
});

test("needs firehose:CreateDeliveryStream on the stream's own ARN", async () => {
  await using aws = await deliveryWorld();
  const passing = { Action: "iam:PassRole", Resource: "*" } as const;
  const arn = `arn:aws:firehose:us-east-1:${aws.accountA.id}:deliverystream/orders`;
  const operator = await userOf(aws, passing, { Action: "firehose:CreateDeliveryStream", Resource: `${arn}-other` });
  const input = { ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: bucketArn } };
  expect(await errorOf(create(operator, input))).toMatchObject({
    code: "AccessDeniedException",
    message: `User: arn:aws:iam::${aws.accountA.id}:user/operator is not authorized to perform: firehose:CreateDeliveryStream on resource: ${arn} because no identity-based policy allows the firehose:CreateDeliveryStream action`,
  });
  const { DeliveryStreamARN } = await create(operator, { ...input, DeliveryStreamName: "orders-other" });
  expect(DeliveryStreamARN).toBe(`${arn}-other`);
});

test("keeps the tags that it is created with, and needs firehose:TagDeliveryStream for them", async () => {
  await using aws = await deliveryWorld();
  const passing = { Action: "iam:PassRole", Resource: "*" } as const;
  const operator = await userOf(aws, passing, { Action: "firehose:CreateDeliveryStream", Resource: "*" });
  const input = {
    ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: bucketArn },
    Tags: [{ Key: "team", Value: "orders" }],
  };
  expect(await errorOf(create(operator, input))).toMatchObject({ code: "AccessDeniedException" });
  await create(aws.a, input);
  const { Tags } = await aws.a.firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName: "orders" }));
  expect(Tags).toEqual([{ Key: "team", Value: "orders" }]);
});

const validationErrors: readonly (readonly [string, Partial<CreateDeliveryStreamInput>, string])[] = [
  [
    "a name with a space",
    { DeliveryStreamName: "my orders" },
    "1 validation error detected: Value 'my orders' at 'deliveryStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  ],
  [
    "a destination without a bucket",
    {
      ExtendedS3DestinationConfiguration: { RoleARN: "arn:aws:iam::111111111111:role/delivery", BucketARN: undefined },
    },
    "1 validation error detected: Value null at 'extendedS3DestinationConfiguration.bucketARN' failed to satisfy constraint: Member must not be null",
  ],
  [
    "an unknown compression format",
    {
      S3DestinationConfiguration: {
        RoleARN: "arn:aws:iam::111111111111:role/delivery",
        BucketARN: bucketArn,
        CompressionFormat: "SNAPPY" as never,
      },
    },
    "1 validation error detected: Value at 's3DestinationConfiguration.compressionFormat' failed to satisfy constraint: Member must satisfy enum value set: [ZIP, HADOOP_SNAPPY, Snappy, GZIP, UNCOMPRESSED]",
  ],
  [
    "an interval above 900 s",
    {
      S3DestinationConfiguration: {
        RoleARN: "arn:aws:iam::111111111111:role/delivery",
        BucketARN: bucketArn,
        BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 901 },
      },
    },
    "1 validation error detected: Value '901' at 's3DestinationConfiguration.bufferingHints.intervalInSeconds' failed to satisfy constraint: Member must have value less than or equal to 900",
  ],
];

test.each(validationErrors)("refuses %s by the model's constraints", async (_what, input, message) => {
  await using aws = await deliveryWorld();
  expect(await errorOf(create(aws.a, input))).toEqual({ code: "ValidationException", message, status: 400 });
});

type Destination = NonNullable<CreateDeliveryStreamInput["ExtendedS3DestinationConfiguration"]>;

const argumentErrors: readonly (readonly [string, Partial<Destination>, string])[] = [
  [
    "half of the buffering hints",
    { BufferingHints: { SizeInMBs: 5 } },
    "If you specify a value for SizeInMBs, you must also specify a value for IntervalInSeconds, and vice versa.",
  ],
  [
    "a prefix with expressions and no error output prefix",
    { Prefix: "!{timestamp:yyyy}/" },
    "Ths supplied prefix(es) do not satisfy the following constraint: ErrorOutputPrefix cannot be null or empty when Prefix contains expressions",
  ],
  [
    "an error output prefix with a partition key",
    { ErrorOutputPrefix: "!{firehose:error-output-type}/!{partitionKeyFromQuery:customer}/" },
    "Dynamic Partitioning Namespaces can't be part of an error prefix expression",
  ],
  [
    "a prefix with a partition key without dynamic partitioning",
    { Prefix: "!{partitionKeyFromQuery:customer}/", ErrorOutputPrefix: "errors/" },
    "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.",
  ],
  [
    "logging without names",
    { CloudWatchLoggingOptions: { Enabled: true } },
    "CloudWatchLoggingOptions must have a LogGroupName and a LogStreamName when logging is enabled.",
  ],
  [
    "a time zone of three letters",
    { CustomTimeZone: "EST" },
    "AWS Kinesis Firehose delivery stream, the supported IANA time zone formats are non-3-letter identifiers",
  ],
];

test.each(argumentErrors)("refuses %s", async (_what, destination, message) => {
  await using aws = await deliveryWorld();
  const call = create(aws.a, {
    ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: bucketArn, ...destination },
  });
  expect(await errorOf(call)).toEqual({ code: "InvalidArgumentException", message, status: 400 });
});

test("takes exactly one destination", async () => {
  await using aws = await deliveryWorld();
  const destination = { RoleARN: aws.roleArn, BucketARN: bucketArn };
  const message = "Exactly one destination configuration is supported for a Firehose";
  expect(await errorOf(create(aws.a, {}))).toMatchObject({ code: "InvalidArgumentException", message });
  const both = { S3DestinationConfiguration: destination, ExtendedS3DestinationConfiguration: destination };
  expect(await errorOf(create(aws.a, both))).toMatchObject({ code: "InvalidArgumentException", message });
});

test("refuses by name what it does not emulate, and creates nothing", async () => {
  await using aws = await deliveryWorld();
  const call = create(aws.a, {
    ExtendedS3DestinationConfiguration: {
      RoleARN: aws.roleArn,
      BucketARN: bucketArn,
      DataFormatConversionConfiguration: { Enabled: true },
    },
  });
  expect(await errorOf(call)).toMatchObject({
    code: "NotImplemented",
    message:
      "The member `ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration` is not emulated by firehose-crosscheck.",
  });
  const missing = aws.a.firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: "orders" }));
  expect(await errorOf(missing)).toEqual({
    code: "ResourceNotFoundException",
    message: `Firehose orders under account ${aws.accountA.id} not found.`,
    status: 400,
  });
});
