import {
  type DeliveryStreamEncryptionConfiguration,
  type DeliveryStreamEncryptionConfigurationInput,
  DescribeDeliveryStreamCommand,
  type ExtendedS3DestinationConfiguration,
  type ExtendedS3DestinationDescription,
} from "@aws-sdk/client-firehose";
import { DescribeStreamSummaryCommand, GetResourcePolicyCommand } from "@aws-sdk/client-kinesis";
import { GetBucketLocationCommand } from "@aws-sdk/client-s3";
import { bucketNameOf } from "../../emulator/model/arn.ts";
import type { BucketConfiguration, DataStreamConfiguration, NotChecked } from "../configuration.ts";
import { InputError } from "../input-error.ts";
import { emptyPart, type Owned, type Part } from "../part.ts";
import { readBucket } from "./bucket.ts";
import { readKey } from "./keys.ts";
import { liveSource, type Site, unlessDenied, unlessMissing } from "./reader.ts";
import { type RoleFound, readRole } from "./roles.ts";

/**
 * Reads a delivery stream of account A and everything around it in both accounts, by Describe, Get and List alone. What
 * the reader may not see is in `notChecked`. Rejects with an `InputError` where there is no such delivery stream.
 */
export async function readLive(siteA: Site, siteB: Site, deliveryStreamName: string): Promise<Part> {
  const notChecked: NotChecked[] = [];
  const source = liveSource(siteA, `delivery stream ${deliveryStreamName}`);
  const described = await unlessMissing(
    ["ResourceNotFoundException"],
    siteA.clients.firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: deliveryStreamName })),
  );
  const description = described?.DeliveryStreamDescription;
  const destination = description?.Destinations?.[0]?.ExtendedS3DestinationDescription;
  if (description === undefined) {
    throw new InputError(
      source,
      `there is none in account ${siteA.accountId}, region ${siteA.region}`,
      "is it another name, or another region?",
    );
  }
  if (destination === undefined) {
    throw new InputError(source, "it does not deliver to S3", "only deliveries to S3 are checked");
  }
  const stream = description.Source?.KinesisStreamSourceDescription;
  const encryption = encryptionOf(description.DeliveryStreamEncryptionConfiguration);
  const bucketName = bucketNameOf(destination.BucketARN ?? "");
  const backup = destination.S3BackupMode === "Enabled" ? destination.S3BackupDescription : undefined;
  const backupName = backup?.BucketARN === destination.BucketARN ? undefined : backup?.BucketARN;
  const [dataStream, roles, bucket, backupBucket] = await Promise.all([
    stream?.KinesisStreamARN === undefined ? undefined : readDataStream(siteA, stream.KinesisStreamARN, notChecked),
    readRoles(
      siteA,
      [
        destination.RoleARN,
        stream?.RoleARN,
        backup?.RoleARN,
        destination.DataFormatConversionConfiguration?.SchemaConfiguration?.RoleARN,
      ],
      notChecked,
    ),
    readBucket(siteB, bucketName, notChecked),
    backupName === undefined ? undefined : readBackup(siteA, siteB, bucketNameOf(backupName), notChecked),
  ]);
  const keyIds = [
    bucket.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
    backupBucket?.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
    backup?.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
    destination.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
    dataStream?.kmsKeyArn,
    encryption?.KeyARN,
  ].flatMap((id) => id || []);
  const keys = await Promise.all(
    [...new Set(keyIds)].map((id) => readKey(id.includes(`:${siteA.accountId}:`) ? siteA : siteB, id, notChecked)),
  );
  const { CloudWatchLoggingOptions: logging } = destination;
  return {
    ...emptyPart,
    accounts: [siteA, siteB].map((site) => ({
      id: site.accountId,
      region: site.region,
      side: site.side,
      source: liveSource(site, site.accountId),
    })),
    dataStreams: dataStream === undefined ? [] : [dataStream],
    deliveryStreams: [
      {
        accountId: siteA.accountId,
        region: siteA.region,
        name: deliveryStreamName,
        destination: asConfiguration(destination),
        ...(encryption !== undefined && { encryption }),
        ...(stream?.KinesisStreamARN !== undefined &&
          stream.RoleARN !== undefined && {
            reads: { dataStreamArn: stream.KinesisStreamARN, roleArn: stream.RoleARN },
          }),
        source,
      },
    ],
    roles: roles.map(({ role }) => role),
    managedPolicies: roles.flatMap(({ managedPolicies }) => managedPolicies),
    buckets: backupBucket === undefined ? [bucket] : [bucket, backupBucket],
    keys: keys.filter((key) => key !== undefined),
    logStreams:
      logging?.Enabled === true && logging.LogGroupName !== undefined && logging.LogStreamName !== undefined
        ? [{ group: logging.LogGroupName, stream: logging.LogStreamName }]
        : [],
    notChecked: [...notChecked, ...notRead(siteA), ...notRead(siteB)],
  };
}

/** The bucket of the backup may be either account's; undefined where there is none of that name. */
async function readBackup(
  siteA: Site,
  siteB: Site,
  name: string,
  notChecked: NotChecked[],
): Promise<Owned<BucketConfiguration> | undefined> {
  const isOfA = await siteA.clients.s3
    .send(new GetBucketLocationCommand({ Bucket: name, ExpectedBucketOwner: siteA.accountId }))
    .then(
      () => true,
      () => false,
    );
  return unlessMissing(["NoSuchBucket"], readBucket(isOfA ? siteA : siteB, name, notChecked));
}

async function readRoles(
  site: Site,
  arns: readonly (string | undefined)[],
  notChecked: NotChecked[],
): Promise<readonly RoleFound[]> {
  const own = new Set(arns.flatMap((arn) => (arn?.includes(`::${site.accountId}:`) ? arn : [])));
  const found = await Promise.all([...own].map((arn) => readRole(site, arn, notChecked)));
  return found.filter((role) => role !== undefined);
}

async function readDataStream(site: Site, arn: string, notChecked: NotChecked[]): Promise<DataStreamConfiguration> {
  const { kinesis } = site.clients;
  const summary = await unlessDenied(
    site,
    `data stream ${arn}`,
    notChecked,
    kinesis.send(new DescribeStreamSummaryCommand({ StreamARN: arn })),
  );
  const policy = await unlessDenied(
    site,
    `policy of data stream ${arn}`,
    notChecked,
    unlessMissing(["ResourceNotFoundException"], kinesis.send(new GetResourcePolicyCommand({ ResourceARN: arn }))),
  );
  const { EncryptionType, KeyId } = summary?.StreamDescriptionSummary ?? {};
  const source = liveSource(site, arn);
  const text = policy?.Policy;
  return {
    arn,
    ...(EncryptionType === "KMS" && KeyId !== undefined && { kmsKeyArn: KeyId }),
    ...(text !== undefined &&
      text !== "" &&
      text !== "{}" && {
        resourcePolicy: { name: "data stream policy", text, source: liveSource(site, `policy of ${arn}`) },
      }),
    source,
  };
}

function encryptionOf({
  KeyType,
  KeyARN,
  Status,
}: DeliveryStreamEncryptionConfiguration = {}): DeliveryStreamEncryptionConfigurationInput | undefined {
  if (KeyType === undefined || Status === "DISABLED") return undefined;
  return { KeyType, ...(KeyARN !== undefined && { KeyARN }) };
}

/** What a description has and a creation does not take. */
function asConfiguration(description: ExtendedS3DestinationDescription): ExtendedS3DestinationConfiguration {
  const { S3BackupDescription: backup, ...configuration } = description;
  return {
    ...configuration,
    RoleARN: description.RoleARN,
    BucketARN: description.BucketARN,
    ...(backup !== undefined && { S3BackupConfiguration: backup }),
  };
}

/** Policies above and around an account, which no call of these clients shows. */
function notRead(site: Site): readonly NotChecked[] {
  const source = liveSource(site, site.accountId);
  return [
    {
      what: `service and resource control policies above account ${site.side}`,
      because: "only the organization's management account can read them",
      source,
      couldMatter: false,
    },
    {
      what: `Block Public Access of account ${site.side} as a whole`,
      because: "it is read by S3 Control, and counts only where a policy or an ACL is public",
      source,
      couldMatter: false,
    },
  ];
}
