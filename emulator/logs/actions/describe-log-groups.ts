import {
  DescribeLogGroups$,
  type DescribeLogGroupsRequest,
  type DescribeLogGroupsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { action } from "../../model/action.ts";
import { invalidParameter } from "../errors.ts";
import { checkInput, groupNameConstraint, groupPermission, tokenConstraint } from "../group-action.ts";
import type { LogGroup } from "../log-group.ts";
import { pageOf } from "../pages.ts";
import { groupArn, type LogsStore } from "../store.ts";

const constraints = {
  logGroupNamePrefix: groupNameConstraint,
  logGroupNamePattern: { pattern: String.raw`[\.\-_/#A-Za-z0-9]*`, maxLength: 512 },
  limit: { min: 1, max: 50 },
  nextToken: tokenConstraint,
};

/** The caller's log groups by name, page by page. Source: CloudWatch Logs API Reference, DescribeLogGroups. */
export const describeLogGroups = action<LogsStore, DescribeLogGroupsRequest, DescribeLogGroupsResponse>({
  schema: DescribeLogGroups$,
  emulates: ["logGroupNamePrefix", "logGroupNamePattern", "limit", "nextToken"],
  permissions: (store, call) => {
    checkInput(constraints, call.input);
    const everyGroup = groupArn(call.region, call.caller.accountId ?? "", "");
    return [groupPermission(store, "logs:DescribeLogGroups", everyGroup, call)];
  },
  run: (store, { input, accountId, region, now }) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: part } = input;
    if (prefix !== undefined && part !== undefined) {
      throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    const groups = store
      .list(accountId, region)
      .filter(({ name }) => name.startsWith(prefix ?? "") && name.toLowerCase().includes((part ?? "").toLowerCase()));
    const { items, nextToken } = pageOf(groups, input.nextToken, input.limit ?? 50);
    for (const group of items) group.expire(now);
    return { logGroups: items.map(describe), ...(nextToken !== undefined && { nextToken }) };
  },
});

function describe(group: LogGroup) {
  const messages = [...group.streams.values()].flatMap(({ log }) => log.all.map(({ message }) => message));
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${group.arn}:*`,
    storedBytes: messages.reduce((bytes, message) => bytes + Buffer.byteLength(message), 0),
    logGroupClass: "STANDARD" as const,
    logGroupArn: group.arn,
  };
}
