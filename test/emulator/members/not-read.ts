/** Members that no action reads, and why that is right. */
export interface NotRead {
  /** The operation and the member's path: `s3:Put\w+ ContentMD5`; matches as a whole. */
  readonly members: RegExp;
  readonly because: string;
}

/** What is read before the action: on the wire, or by the constraints that its value must meet. */
export const readBefore: readonly NotRead[] = [
  {
    members: /s3:(Put(Bucket|Object|Public)\w+|DeleteObjects) (ContentMD5|ChecksumAlgorithm)/,
    because: "the checksum of a document is verified before the document is read: wire/document-checksums.ts",
  },
  {
    members: /s3:(PutObject|UploadPart) ContentLength/,
    because: "the length of an HTTP message ends its body",
  },
  {
    members: /kinesis:(Start|Stop)StreamEncryption EncryptionType/,
    because: "`KMS` is the only value that is let through",
  },
  {
    members: /kinesis:UpdateShardCount ScalingType/,
    because: "`UNIFORM_SCALING` is the only value that there is",
  },
  {
    members: /s3:Put(Bucket|Object)Acl AccessControlPolicy\.Grants\[\]\.Grantee\.EmailAddress/,
    because: "a grantee of the kind that has it is refused, whatever the address",
  },
];

/** What changes nothing on AWS either. */
export const withoutEffect: readonly NotRead[] = [
  {
    members: /s3:\w+ RequestPayer/,
    because: "emulator/without-effect.ts",
  },
  {
    members: /s3:Put(Bucket|Object)Acl AccessControlPolicy\.(Owner|Grants\[\]\.Grantee)\.DisplayName/,
    because: "who is meant follows from the ID alone (S3 User Guide, `Access control list overview`)",
  },
  {
    members: /firehose:DescribeDeliveryStream Limit/,
    because: "a delivery stream has one destination (Firehose API Reference, DescribeDeliveryStream)",
  },
  {
    members:
      /firehose:(CreateDeliveryStream|UpdateDestination) \w+\.ProcessingConfiguration\.Processors\[\]\.Parameters\[\]\.Parameter(Name|Value)/,
    because:
      "the walk sets those of AppendDelimiterToRecord, which AWS drops: a line feed stands between records whatever is given (recorded in 2026)",
  },
  {
    members: /logs:PutLogEvents sequenceToken/,
    because: "the token is ignored (CloudWatch Logs API Reference, PutLogEvents)",
  },
  {
    members: /logs:FilterLogEvents interleaved/,
    because: "the parameter is ignored since June 2019 (CloudWatch Logs API Reference, FilterLogEvents)",
  },
];

/** What AWS's documentation does not tell the effect of. */
export const unknownEffect: readonly NotRead[] = [
  {
    members: /kinesis:StopStreamEncryption KeyId/,
    because: "whether it must be the key in use is not documented",
  },
  {
    members: /iam:Simulate(Custom|Principal)Policy ContextEntries\[\]\.ContextKeyType/,
    because: "values are read as the policy's operators read them; what a type that differs does is not documented",
  },
];
