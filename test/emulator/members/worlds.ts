import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as firehose from "@aws-sdk/client-firehose";
import * as iam from "@aws-sdk/client-iam";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import { type Emulator, startEmulator, type VirtualClock } from "../../../emulator/index.ts";
import type { ServiceName } from "../../../emulator/model/action.ts";
import { type Keys, signByTheMachinesClock } from "../../support/clients.ts";
import { audience, makeIssuer } from "../../support/issuer.ts";
import type { ReadRecorder } from "./recorder.ts";
import type { Values } from "./schema-walk.ts";

/** The SDK's client of each service, with its schemas. */
export const sdk: Readonly<Record<ServiceName, Readonly<Record<string, unknown>>>> = {
  ...{ sts, iam, s3, kinesis, firehose, kms, logs, cloudwatch },
};

type Send = (service: ServiceName, operation: string, input: object) => Promise<Record<string, unknown>>;

export interface World extends AsyncDisposable {
  readonly emulator: Emulator<VirtualClock>;
  /** Sends a call with the SDK's own client over a socket. */
  readonly send: Send;
  /** What names something that is there, or has a form that the services demand. */
  readonly values: Values;
  /** Asks for what a call has made, which shows what of it is kept. */
  readonly look: (operation: string, input: object) => Promise<unknown>;
  /** What a call needs beside its required members to get as far as that its other members are read. */
  readonly beside: (operation: string, member: string) => Promise<object>;
}

const issuer = makeIssuer(undefined, "EC");
const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map((each) => ({ Effect: "Allow", ...each })) });
const everything = policy({ Action: "*", Resource: "*" });
const trust = policy(
  { Principal: { AWS: "*" }, Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] },
  { Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" },
);

/** Who may do everything in an account that has what calls of this service are about. */
export async function worldFor(service: ServiceName, recorder: ReadRecorder): Promise<World> {
  const emulator = await startEmulator({
    issuers: [issuer],
    wrapService: (each) => recorder.wrap(each),
  });
  const [account] = emulator.accounts;
  if (account === undefined) throw new Error("an account was asked for");
  const direct: Send = async (to, operation, input) =>
    (await emulator.call({ accessKeyId: account.accessKeyId, service: to, operation, input })) as never;
  await direct("iam", "CreateUser", { UserName: "walker" });
  await direct("iam", "PutUserPolicy", { UserName: "walker", PolicyName: "inline", PolicyDocument: everything });
  const { AccessKey } = await direct("iam", "CreateAccessKey", { UserName: "walker" });
  const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey as iam.AccessKey;
  const keys: Keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  const own = await furnish[service](direct, emulator, account.id);
  const client = clientOf(service, emulator, keys);
  return {
    emulator,
    values: { ...common, AccessKeyId, ...own },
    send: (to, operation, input) => {
      const Command = sdk[to][`${operation}Command`] as new (input: object) => object;
      return client.send(new Command(input)).then(async (output) => {
        const body = output.Body as { transformToByteArray?: () => Promise<unknown> } | undefined;
        await body?.transformToByteArray?.();
        return output;
      });
    },
    look: async (operation, input) => {
      if (service !== "firehose" || !/^(Create|Update)/.test(operation)) return;
      const { DeliveryStreamName } = input as firehose.CreateDeliveryStreamInput;
      await client.send(new firehose.DescribeDeliveryStreamCommand({ DeliveryStreamName })).catch(silence);
    },
    beside: async (operation, member) => {
      // What the call before has begun is over then.
      if (service === "kinesis") await emulator.clock.advance(60_000);
      return (await beside[`${service}:${operation}`]?.(direct, { ...common, ...own }, member)) ?? {};
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await emulator.close();
    },
  };
}

interface AnyClient {
  readonly config: object;
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}

const clientNames: Readonly<Record<ServiceName, string>> = {
  ...{ sts: "STSClient", iam: "IAMClient", s3: "S3Client", kinesis: "KinesisClient", firehose: "FirehoseClient" },
  ...{ kms: "KMSClient", logs: "CloudWatchLogsClient", cloudwatch: "CloudWatchClient" },
};

function clientOf(service: ServiceName, { url: endpoint, region }: Emulator, credentials: Keys): AnyClient {
  const Client = sdk[service][clientNames[service]] as new (config: object) => AnyClient;
  const client = new Client({ endpoint, region, credentials, maxAttempts: 1, logger: quiet });
  signByTheMachinesClock(client);
  return client;
}

/** The S3 client warns of every upload that is answered NotImplemented. */
const silence = () => {};
const quiet = { trace: silence, debug: silence, info: silence, warn: silence, error: silence };

const tags = [{ Key: "k", Value: "v" }];

const common: Values = {
  RoleName: "role",
  UserName: "user",
  PolicyName: "inline",
  PolicyDocument: everything,
  AssumeRolePolicyDocument: trust,
  Tags: tags,
  TagKeys: ["k"],
};

const Bucket = "walked-bucket";

type Beside = (send: Send, values: Values, member: string) => Promise<object> | object;

/** The members of these names, as the world has them. */
const besides =
  (...names: readonly string[]): Beside =>
  (_send, values) =>
    Object.fromEntries(names.map((name) => [name, values[name]]));

/** A name of its own for each member: the call before has taken the one before. */
const streamName = (member: string) => createHash("sha1").update(member).digest("hex");

const besideKms: Beside = (_send, _values, member) =>
  member.startsWith("SSEKMS") ? { ServerSideEncryption: "aws:kms" } : {};

/** A list of grants is a canned one, a header for each permission or a document. */
const besideAcl: Beside = (_send, { AccessControlPolicy }, member) => {
  const { Owner } = AccessControlPolicy as s3.AccessControlPolicy;
  const granting = (Grantee: object) => ({
    AccessControlPolicy: { Owner, Grants: [{ Grantee, Permission: "READ" }] },
  });
  if (member.endsWith("URI")) return granting({ Type: "Group" });
  if (member.endsWith("EmailAddress")) return granting({ Type: "AmazonCustomerByEmail" });
  return /^(ACL|Grant|AccessControl)/.test(member) ? {} : { ACL: "private" };
};

async function upload(send: Send, Key: string) {
  const { UploadId } = await send("s3", "CreateMultipartUpload", { Bucket, Key, ChecksumAlgorithm: "CRC32" });
  const ChecksumCRC32 = Buffer.from(
    crc32(new Uint8Array([1]))
      .toString(16)
      .padStart(8, "0"),
    "hex",
  ).toString("base64");
  const part = { Bucket, Key, UploadId, PartNumber: 1, Body: new Uint8Array([1]), ChecksumCRC32 };
  const { ETag } = await send("s3", "UploadPart", part);
  return { UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] } };
}

function besideBackup(name: string, member: string): object {
  const at = { RoleARN: "arn:aws:iam::111111111111:role/role", BucketARN: "arn:aws:s3:::walked-bucket" };
  return member.includes("S3Backup") ? { S3BackupMode: "Enabled", [name]: at } : {};
}

/** See `World.beside`, by operation. */
const beside: Readonly<Record<string, Beside>> = {
  "sts:AssumeRoleWithWebIdentity": (_send, { WebRoleArn }) => ({ RoleArn: WebRoleArn }),
  "s3:PutObject": (send, values, member) => ({
    ...besides("Body")(send, values, member),
    ...besideKms(send, values, member),
  }),
  "s3:UploadPart": besides("Body"),
  "s3:CompleteMultipartUpload": (send) => upload(send, "key"),
  "s3:CreateMultipartUpload": besideKms,
  "s3:CopyObject": (...asked) => ({
    MetadataDirective: "REPLACE",
    TaggingDirective: "REPLACE",
    ...besideKms(...asked),
  }),
  "s3:GetObjectAttributes": () => ({ ObjectAttributes: ["ObjectParts"], Key: "joined" }),
  "s3:PutBucketAcl": besideAcl,
  "s3:PutObjectAcl": besideAcl,
  "kinesis:PutRecord": besides("StreamARN", "PartitionKey"),
  "kinesis:DeregisterStreamConsumer": besides("StreamARN", "ConsumerName"),
  "kinesis:DescribeStreamConsumer": besides("StreamARN", "ConsumerName"),
  "kinesis:ListShards": (_send, { StreamARN }, member) => ({
    StreamARN,
    ...(member === "ShardFilter.ShardId" && { ShardFilter: { Type: "AFTER_SHARD_ID" } }),
    ...(member === "ShardFilter.Timestamp" && { ShardFilter: { Type: "AT_TIMESTAMP" } }),
  }),
  "kms:CreateGrant": besides("GranteePrincipal"),
  "kms:Decrypt": besides("CiphertextBlob"),
  "kms:ReEncrypt": besides("CiphertextBlob"),
  "kms:GenerateDataKey": besides("NumberOfBytes"),
  "kms:GenerateDataKeyWithoutPlaintext": besides("NumberOfBytes"),
  "kms:GenerateRandom": besides("NumberOfBytes"),
  "kms:ListRetirableGrants": besides("RetiringPrincipal"),
  "logs:DescribeLogStreams": besides("logGroupName"),
  "logs:FilterLogEvents": besides("logGroupName"),
  "logs:GetLogEvents": besides("logGroupName"),
  "logs:PutLogEvents": besides("logGroupName"),
  "logs:UntagLogGroup": () => ({ tags: ["k"] }),
  "cloudwatch:GetMetricStatistics": besides("Statistics"),
  ...Object.fromEntries(
    [
      ...["AddTagsToStream", "DecreaseStreamRetentionPeriod", "DeleteStream", "DescribeStream"],
      ...["DescribeStreamSummary", "DisableEnhancedMonitoring", "EnableEnhancedMonitoring", "GetShardIterator"],
      ...["IncreaseStreamRetentionPeriod", "ListTagsForStream", "MergeShards", "PutRecords"],
      ...["RemoveTagsFromStream", "SplitShard", "StartStreamEncryption", "StopStreamEncryption"],
      ...["UpdateMaxRecordSize", "UpdateShardCount"],
    ].map((operation) => [`kinesis:${operation}`, besides("StreamARN")]),
  ),
  "firehose:CreateDeliveryStream": (_send, { RoleARN, BucketARN }, member) => ({
    DeliveryStreamName: streamName(member),
    ...(!member.startsWith("S3") && {
      ExtendedS3DestinationConfiguration: { RoleARN, BucketARN, ...besideBackup("S3BackupConfiguration", member) },
    }),
    ...(member.startsWith("KinesisStreamSource") && { DeliveryStreamType: "KinesisStreamAsSource" }),
  }),
  "firehose:UpdateDestination": async (send, { DeliveryStreamName, BucketARN }, member) => {
    const { DeliveryStreamDescription } = await send("firehose", "DescribeDeliveryStream", { DeliveryStreamName });
    const { VersionId } = DeliveryStreamDescription as firehose.DeliveryStreamDescription;
    return {
      CurrentDeliveryStreamVersionId: VersionId,
      ...(!member.startsWith("S3") && {
        ExtendedS3DestinationUpdate: { BucketARN, ...besideBackup("S3BackupUpdate", member) },
      }),
    };
  },
};

type Furnish = (send: Send, emulator: Emulator<VirtualClock>, accountId: string) => Promise<Values>;

async function role(send: Send): Promise<string> {
  const { Role } = await send("iam", "CreateRole", {
    ...{ RoleName: "role", AssumeRolePolicyDocument: trust, Tags: tags },
  });
  await send("iam", "PutRolePolicy", { RoleName: "role", PolicyName: "inline", PolicyDocument: everything });
  return (Role as iam.Role).Arn ?? "";
}

async function key(send: Send): Promise<string> {
  const { KeyMetadata } = await send("kms", "CreateKey", { Tags: [{ TagKey: "k", TagValue: "v" }] });
  return (KeyMetadata as kms.KeyMetadata).Arn ?? "";
}

async function dataStream(send: Send, emulator: Emulator<VirtualClock>): Promise<string> {
  await send("kinesis", "CreateStream", { StreamName: "stream", ShardCount: 2, Tags: { k: "v" } });
  await emulator.clock.advance(60_000);
  const { StreamDescriptionSummary } = await send("kinesis", "DescribeStreamSummary", { StreamName: "stream" });
  return (StreamDescriptionSummary as kinesis.StreamDescriptionSummary).StreamARN ?? "";
}

/** What there is of each service, and the values that name it. */
const furnish: Readonly<Record<ServiceName, Furnish>> = {
  sts: async (send, { clock }) => {
    const provider = await send("iam", "CreateOpenIDConnectProvider", {
      ...{ Url: issuer.issuer, ClientIDList: [audience] },
    });
    const Principal = { Federated: provider.OpenIDConnectProviderArn };
    const Condition = { StringLike: { "token.actions.githubusercontent.com:sub": "repo:octo-org/*" } };
    const { Role: web } = await send("iam", "CreateRole", {
      RoleName: "web",
      AssumeRolePolicyDocument: policy({ Principal, Condition, Action: "sts:AssumeRoleWithWebIdentity" }),
    });
    return {
      RoleArn: await role(send),
      WebRoleArn: (web as iam.Role).Arn,
      RoleSessionName: "session",
      WebIdentityToken: issuer.token(clock.now()),
      Policy: everything,
      DurationSeconds: 900,
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }],
    };
  },
  iam: async (send) => {
    const RoleArn = await role(send);
    await send("iam", "CreateUser", { UserName: "user", Tags: tags });
    const { Policy } = await send("iam", "CreatePolicy", {
      ...{ PolicyName: "managed", PolicyDocument: everything, Tags: tags },
    });
    const PolicyArn = (Policy as iam.Policy).Arn ?? "";
    await send("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument: everything });
    const provider = await send("iam", "CreateOpenIDConnectProvider", {
      ...{ Url: issuer.issuer, ClientIDList: [audience] },
    });
    return {
      PolicyArn,
      VersionId: "v2",
      PermissionsBoundary: PolicyArn,
      OpenIDConnectProviderArn: provider.OpenIDConnectProviderArn,
      Url: "https://accounts.example.com",
      AccountAlias: "walked-account",
      PolicyInputList: [everything],
      ActionNames: ["s3:GetObject"],
      PolicySourceArn: RoleArn,
      Status: "Inactive",
      ContextKeyName: "aws:username",
      ContextKeyType: "string",
    };
  },
  kms: async (send, _emulator, accountId) => {
    const KeyId = await key(send);
    await send("kms", "CreateAlias", { AliasName: "alias/walked", TargetKeyId: KeyId });
    const GranteePrincipal = `arn:aws:iam::${accountId}:root`;
    const grant = await send("kms", "CreateGrant", {
      ...{ KeyId, GranteePrincipal, RetiringPrincipal: GranteePrincipal, Operations: ["Decrypt"] },
    });
    const { CiphertextBlob } = await send("kms", "Encrypt", { KeyId, Plaintext: new Uint8Array([1]) });
    return {
      KeyId,
      CiphertextBlob,
      GranteePrincipal,
      RetiringPrincipal: GranteePrincipal,
      GrantId: grant.GrantId,
      GrantToken: grant.GrantToken,
      GrantTokens: [grant.GrantToken],
      AliasName: "alias/walked",
      TargetKeyId: KeyId,
      DestinationKeyId: KeyId,
      SourceKeyId: KeyId,
      Operations: ["Decrypt"],
      Policy: policy({ Principal: { AWS: GranteePrincipal }, Action: "kms:*", Resource: "*" }),
      Tags: [{ TagKey: "k", TagValue: "v" }],
      NumberOfBytes: 16,
      EncryptionContext: { k: "v" },
    };
  },
  s3: async (send, _emulator, accountId) => {
    await send("s3", "CreateBucket", { Bucket, ObjectOwnership: "ObjectWriter" });
    await send("s3", "PutPublicAccessBlock", { Bucket, PublicAccessBlockConfiguration: {} });
    await send("s3", "PutObject", { Bucket, Key: "key", Body: new Uint8Array([1]) });
    await send("s3", "PutObject", { Bucket, Key: "source", Body: new Uint8Array([1]) });
    await send("s3", "CompleteMultipartUpload", { Bucket, Key: "joined", ...(await upload(send, "joined")) });
    const { Owner } = await send("s3", "GetBucketAcl", { Bucket });
    const { ID } = Owner as s3.Owner;
    return {
      Bucket,
      Key: "key",
      ...(await upload(send, "key")),
      AccessControlPolicy: { Owner: { ID }, Grants: [{ Grantee: { Type: "CanonicalUser", ID }, Permission: "READ" }] },
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      CopySourceRange: "bytes=0-0",
      ExpectedBucketOwner: accountId,
      ExpectedSourceBucketOwner: accountId,
      Delete: { Objects: [{ Key: "key" }] },
      ObjectAttributes: ["ETag"],
      Policy: policy({ Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }),
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
      Tagging: { TagSet: tags },
      VersioningConfiguration: { Status: "Enabled" },
      PublicAccessBlockConfiguration: {},
      ACL: "private",
      ChecksumAlgorithm: "CRC32",
      EmailAddress: "somebody@example.com",
      URI: "http://acs.amazonaws.com/groups/global/AllUsers",
      ContentMD5: "VaVACK0bpYmqIQ0mKcHfQQ==",
      Body: new Uint8Array([1]),
    };
  },
  kinesis: async (send, emulator) => {
    const StreamARN = await dataStream(send, emulator);
    const { Consumer } = await send("kinesis", "RegisterStreamConsumer", { StreamARN, ConsumerName: "consumer" });
    await emulator.clock.advance(60_000);
    const { ShardIterator } = await send("kinesis", "GetShardIterator", {
      ...{ StreamARN, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" },
    });
    return {
      StreamARN,
      StreamName: "stream",
      ResourceARN: StreamARN,
      ConsumerARN: (Consumer as kinesis.Consumer).ConsumerARN,
      ConsumerName: "consumer",
      ShardIterator,
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
      ShardToSplit: "shardId-000000000000",
      ShardToMerge: "shardId-000000000000",
      AdjacentShardToMerge: "shardId-000000000001",
      NewStartingHashKey: "1000",
      RetentionPeriodHours: 48,
      ShardLevelMetrics: ["IncomingBytes"],
      EncryptionType: "KMS",
      KeyId: "alias/aws/kinesis",
      MaxRecordSizeInKiB: 2048,
      TargetShardCount: 3,
      ScalingType: "UNIFORM_SCALING",
      StreamModeDetails: { StreamMode: "ON_DEMAND" },
      PartitionKey: "p",
      ExplicitHashKey: "1",
      SequenceNumberForOrdering: "1",
      ShardFilter: { Type: "AT_LATEST" },
      Records: [{ Data: new Uint8Array([1]), PartitionKey: "p" }],
      Tags: { k: "v" },
      Policy: policy({
        ...{ Principal: { AWS: "222222222222" }, Action: "kinesis:GetRecords", Resource: StreamARN },
      }),
    };
  },
  firehose: async (send, emulator) => {
    const RoleARN = await role(send);
    const KeyARN = await key(send);
    const KinesisStreamARN = await dataStream(send, emulator);
    const destination = { RoleARN, BucketARN: "arn:aws:s3:::walked-bucket" };
    await send("s3", "CreateBucket", { Bucket: "walked-bucket" });
    await send("firehose", "CreateDeliveryStream", {
      DeliveryStreamName: "delivery",
      ExtendedS3DestinationConfiguration: destination,
      Tags: tags,
    });
    await emulator.clock.advance(60_000);
    return {
      DeliveryStreamName: "delivery",
      ...destination,
      KinesisStreamARN,
      Record: { Data: new Uint8Array([1]) },
      Records: [{ Data: new Uint8Array([1]) }],
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      KeyType: "CUSTOMER_MANAGED_CMK",
      KeyARN,
      AWSKMSKeyARN: KeyARN,
      NoEncryptionConfig: "NoEncryption",
      CompressionFormat: "GZIP",
      S3BackupMode: "Enabled",
      FileExtension: ".json",
      CustomTimeZone: "Europe/Berlin",
      SizeInMBs: 1,
      IntervalInSeconds: 60,
      EncryptionConfiguration: {},
      BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
      DeliveryStreamEncryptionConfigurationInput: { KeyType: "CUSTOMER_MANAGED_CMK", KeyARN },
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [
          { Type: "AppendDelimiterToRecord", Parameters: [{ ParameterName: "Delimiter", ParameterValue: "\\n" }] },
        ],
      },
      RetryOptions: { DurationInSeconds: 300 },
      LogGroupName: "group",
      LogStreamName: "stream",
    };
  },
  cloudwatch: async (send, emulator, accountId) => {
    const { clock } = emulator;
    const { DeliveryStreamName, Record } = await furnish.firehose(send, emulator, accountId);
    await send("firehose", "PutRecord", { DeliveryStreamName, Record });
    await clock.advance(600_000);
    return {
      Namespace: "AWS/Firehose",
      MetricName: "IncomingBytes",
      StartTime: new Date(clock.now() - 3_600_000),
      EndTime: new Date(clock.now()),
      Period: 60,
      Statistics: ["Sum"],
      MetricDataQueries: [
        {
          Id: "m1",
          MetricStat: { Metric: { Namespace: "AWS/Firehose", MetricName: "IncomingBytes" }, Period: 60, Stat: "Sum" },
        },
      ],
    };
  },
  logs: async (send, { clock, region }, accountId) => {
    const logGroupName = "group";
    await send("logs", "CreateLogGroup", { logGroupName, tags: { k: "v" } });
    await send("logs", "CreateLogStream", { logGroupName, logStreamName: "stream" });
    await send("logs", "CreateLogStream", { logGroupName, logStreamName: "other" });
    return {
      logGroupName,
      logStreamName: "stream",
      resourceArn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`,
      logGroupIdentifier: logGroupName,
      logEvents: [{ timestamp: clock.now(), message: "m" }],
      retentionInDays: 7,
      tags: { k: "v" },
      tagKeys: ["k"],
    };
  },
};
