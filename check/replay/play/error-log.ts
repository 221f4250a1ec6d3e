import type { CloudWatchLoggingOptions } from "@aws-sdk/client-firehose";
import { formatArn } from "../../../emulator/index.ts";
import type { Configuration } from "../../configuration.ts";
import type { Need } from "./needs.ts";

/**
 * What the roles need to tell of failures, where logging is switched on. Whether the log group and stream are there is not
 * asked: AWS neither checks nor makes them at creation. Source: Firehose User Guide, "Monitor using CloudWatch Logs"; the
 * resource is a log stream (an ARN of the group alone does not do).
 */
export function errorLogs({ accountA, deliveryStream }: Configuration): readonly Need[] {
  const { RoleARN, CloudWatchLoggingOptions, S3BackupMode, S3BackupConfiguration: backup } = deliveryStream.destination;
  const logs = [
    logOf(accountA, RoleARN, CloudWatchLoggingOptions),
    ...(S3BackupMode === "Enabled" ? [logOf(accountA, backup?.RoleARN, backup?.CloudWatchLoggingOptions)] : []),
  ].filter((need) => need !== undefined);
  return [...new Map(logs.map((need) => [`${need.roleArn} ${need.resources[0]?.arn}`, need])).values()];
}

function logOf(
  { id, region }: Configuration["accountA"],
  roleArn: string | undefined,
  { Enabled, LogGroupName, LogStreamName }: CloudWatchLoggingOptions = {},
): Need | undefined {
  if (Enabled !== true || !LogGroupName || !LogStreamName || roleArn === undefined) return undefined;
  const arn = formatArn("logs", region, id, `log-group:${LogGroupName}:log-stream:${LogStreamName}`);
  return {
    roleArn,
    region,
    actions: ["logs:PutLogEvents"],
    resources: [{ arn, accountId: id }],
    code: "",
    message: "",
  };
}
