import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { Configuration } from "../../configuration.ts";
import { roleArn } from "../../roles.ts";
import type { LeftOut } from "./left-out.ts";
import { playedPrefix } from "./prefix.ts";

/** The source backup, or nothing of it where its bucket or its role is not described. */
export function playedBackup(configuration: Configuration): {
  readonly settings: Partial<ExtendedS3DestinationConfiguration>;
  readonly leftOut: readonly LeftOut[];
} {
  const { deliveryStream, bucket, backupBucket, roles, accountA } = configuration;
  const { S3BackupMode: mode, S3BackupConfiguration: backup, RoleARN } = deliveryStream.destination;
  if (mode !== "Enabled" || backup === undefined) return { settings: {}, leftOut: [] };
  const name = bucketName(backup.BucketARN);
  const isDescribed = name === undefined || name === bucket.name || name === backupBucket?.name;
  const { RoleARN: role = "" } = backup;
  // A role of another account is a mistake that AWS answers.
  const isRoleKnown =
    role === RoleARN || !role.includes(`::${accountA.id}:`) || roles.some((each) => roleArn(each) === role);
  if (!isDescribed || !isRoleKnown) {
    const unknown = isDescribed ? `its role \`${role}\`` : `its bucket \`${name}\``;
    return {
      settings: { S3BackupMode: "Disabled", S3BackupConfiguration: undefined },
      leftOut: [{ what: "the source backup", because: `${unknown} is described nowhere`, couldBreak: true }],
    };
  }
  const prefix = playedPrefix(backup.Prefix ?? "", "the source backup's Prefix", "backup");
  const errorPrefix = playedPrefix(backup.ErrorOutputPrefix ?? "", "the source backup's ErrorOutputPrefix", "backup");
  const settings = {
    ...backup,
    ...(backup.Prefix !== undefined && { Prefix: prefix.prefix }),
    ...(backup.ErrorOutputPrefix !== undefined && { ErrorOutputPrefix: errorPrefix.prefix }),
  };
  return { settings: { S3BackupConfiguration: settings }, leftOut: [...prefix.leftOut, ...errorPrefix.leftOut] };
}

export function bucketName(arn: string | undefined): string | undefined {
  return arn?.replace(/^arn:[\w-]+:s3:::/, "");
}
