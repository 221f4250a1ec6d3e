import { endpointMembers } from "../../endpoint.ts";
import type { Shape } from "../shapes.ts";

/** Properties that are read, as the resource schemas of CloudFormation have them. */

type Members = Readonly<Record<string, Shape>>;

const object = (members: Members): Shape => ({ members });
const listOf = (list: Shape): Shape => ({ list });
const ofTexts = (...names: readonly string[]): Members => Object.fromEntries(names.map((name) => [name, "text"]));

const logging = object({ Enabled: "flag", LogGroupName: "text", LogStreamName: "text" });
const bufferingHints = object({ IntervalInSeconds: "number", SizeInMBs: "number" });
const retry = object({ DurationInSeconds: "number" });

const s3Members: Members = {
  ...ofTexts("BucketARN", "CompressionFormat", "ErrorOutputPrefix", "Prefix", "RoleARN"),
  BufferingHints: bufferingHints,
  CloudWatchLoggingOptions: logging,
  EncryptionConfiguration: object({
    KMSEncryptionConfig: object({ AWSKMSKeyARN: "text" }),
    NoEncryptionConfig: "text",
  }),
};

const processing = object({
  Enabled: "flag",
  Processors: listOf(
    object({ Type: "text", Parameters: listOf(object({ ParameterName: "text", ParameterValue: "text" })) }),
  ),
});

const conversion = object({
  Enabled: "flag",
  InputFormatConfiguration: object({
    Deserializer: object({
      HiveJsonSerDe: object({ TimestampFormats: listOf("text") }),
      OpenXJsonSerDe: object({
        CaseInsensitive: "flag",
        ColumnToJsonKeyMappings: "texts",
        ConvertDotsInJsonKeysToUnderscores: "flag",
      }),
    }),
  }),
  OutputFormatConfiguration: object({
    Serializer: object({
      OrcSerDe: object({
        BlockSizeBytes: "number",
        BloomFilterColumns: listOf("text"),
        BloomFilterFalsePositiveProbability: "number",
        Compression: "text",
        DictionaryKeyThreshold: "number",
        EnablePadding: "flag",
        FormatVersion: "text",
        PaddingTolerance: "number",
        RowIndexStride: "number",
        StripeSizeBytes: "number",
      }),
      ParquetSerDe: object({
        BlockSizeBytes: "number",
        Compression: "text",
        EnableDictionaryCompression: "flag",
        MaxPaddingBytes: "number",
        PageSizeBytes: "number",
        WriterVersion: "text",
      }),
    }),
  }),
  SchemaConfiguration: object(ofTexts("CatalogId", "DatabaseName", "Region", "RoleARN", "TableName", "VersionId")),
});

/** Of other destinations what concerns S3. */
const endpoint = object({
  RoleARN: "text",
  S3BackupMode: "text",
  S3Configuration: object(s3Members),
  S3BackupConfiguration: object(s3Members),
  ProcessingConfiguration: processing,
  CloudWatchLoggingOptions: logging,
});

const tags = listOf(object({ Key: "text", Value: "text" }));

/** Everything that an S3 destination of a delivery stream may have. */
export const destinationShapes: Members = {
  ExtendedS3DestinationConfiguration: object({
    ...s3Members,
    ...ofTexts("CustomTimeZone", "FileExtension", "S3BackupMode"),
    DataFormatConversionConfiguration: conversion,
    DynamicPartitioningConfiguration: object({ Enabled: "flag", RetryOptions: retry }),
    ProcessingConfiguration: processing,
    S3BackupConfiguration: object(s3Members),
  }),
  S3DestinationConfiguration: object(s3Members),
};

const shapes: Readonly<Record<string, Members>> = {
  "AWS::KinesisFirehose::DeliveryStream": {
    ...destinationShapes,
    ...Object.fromEntries(Object.keys(endpointMembers).map((name) => [name, endpoint])),
    DeliveryStreamName: "text",
    DeliveryStreamType: "text",
    DeliveryStreamEncryptionConfigurationInput: object(ofTexts("KeyARN", "KeyType")),
    KinesisStreamSourceConfiguration: object(ofTexts("KinesisStreamARN", "RoleARN")),
  },
  "AWS::Kinesis::Stream": {
    Name: "text",
    ShardCount: "number",
    StreamEncryption: object(ofTexts("EncryptionType", "KeyId")),
    StreamModeDetails: object(ofTexts("StreamMode")),
  },
  "AWS::Kinesis::ResourcePolicy": { ResourceArn: "text", ResourcePolicy: "document" },
  "AWS::IAM::Role": {
    ...ofTexts("RoleName", "Path", "PermissionsBoundary"),
    AssumeRolePolicyDocument: "document",
    ManagedPolicyArns: listOf("text"),
    Policies: listOf(object({ PolicyName: "text", PolicyDocument: "document" })),
    Tags: tags,
  },
  "AWS::IAM::Policy": { PolicyName: "text", PolicyDocument: "document", Roles: listOf("text") },
  "AWS::IAM::RolePolicy": { ...ofTexts("PolicyName", "RoleName"), PolicyDocument: "document" },
  "AWS::IAM::ManagedPolicy": {
    ...ofTexts("ManagedPolicyName", "Path"),
    PolicyDocument: "document",
    Roles: listOf("text"),
  },
  "AWS::S3::Bucket": {
    ...ofTexts("AccessControl", "BucketName", "BucketNamePrefix"),
    BucketEncryption: object({
      ServerSideEncryptionConfiguration: listOf(
        object({
          BucketKeyEnabled: "flag",
          ServerSideEncryptionByDefault: object(ofTexts("KMSMasterKeyID", "SSEAlgorithm")),
        }),
      ),
    }),
    ObjectLockEnabled: "flag",
    OwnershipControls: object({ Rules: listOf(object(ofTexts("ObjectOwnership"))) }),
    PublicAccessBlockConfiguration: object({
      BlockPublicAcls: "flag",
      BlockPublicPolicy: "flag",
      IgnorePublicAcls: "flag",
      RestrictPublicBuckets: "flag",
    }),
    VersioningConfiguration: object(ofTexts("Status")),
  },
  "AWS::S3::BucketPolicy": { Bucket: "text", PolicyDocument: "document" },
  "AWS::KMS::Key": { Enabled: "flag", KeyPolicy: "document", KeySpec: "text" },
  "AWS::KMS::Alias": ofTexts("AliasName", "TargetKeyId"),
  "AWS::Lambda::Permission": ofTexts("Action", "FunctionName", "Principal"),
  "AWS::Logs::LogGroup": ofTexts("LogGroupName"),
  "AWS::Logs::LogStream": ofTexts("LogGroupName", "LogStreamName"),
};

/** Undefined of a property that is not read. */
export function shapeOf(type: string, property: string): Shape | undefined {
  const members = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  return members !== undefined && Object.hasOwn(members, property) ? members[property] : undefined;
}
