import type { ServiceName } from "./model/action.ts";
import type { Rate } from "./model/token-bucket.ts";

/** A limit that calls share: of one operation, or of a class of them. */
export interface RateLimit {
  readonly name: string;
  readonly rate: Rate;
}

/** Undefined where no limit is emulated. */
export function rateOf(service: ServiceName, operation: string): RateLimit | undefined {
  return limits[service]?.get(operation) ?? classes[service]?.(operation);
}

/** As many at once as in a second: AWS does not document bursts. */
function each(...rows: readonly (readonly [perSecond: number, operations: string])[]): ReadonlyMap<string, RateLimit> {
  return new Map(
    rows.flatMap(([perSecond, operations]) =>
      operations.split(" ").map((name) => [name, { name, rate: { perSecond, burst: perSecond } }] as const),
    ),
  );
}

function shared(name: string, perSecond: number, burst = perSecond): RateLimit {
  return { name, rate: { perSecond, burst } };
}

/** Limits of single operations, in calls a second of an account in a region. */
const limits: Partial<Record<ServiceName, ReadonlyMap<string, RateLimit>>> = {
  // Kinesis Data Streams Developer Guide, "Quotas and limits", "Control plane API limits", and each operation's page.
  kinesis: each(
    [5, "CreateStream DeleteStream ListStreams AddTagsToStream RemoveTagsFromStream ListTagsForStream"],
    [5, "TagResource UntagResource ListTagsForResource PutResourcePolicy GetResourcePolicy DeleteResourcePolicy"],
    [5, "MergeShards SplitShard StartStreamEncryption StopStreamEncryption UpdateStreamMode UpdateMaxRecordSize"],
    [5, "IncreaseStreamRetentionPeriod DecreaseStreamRetentionPeriod EnableEnhancedMonitoring"],
    [5, "DisableEnhancedMonitoring RegisterStreamConsumer DeregisterStreamConsumer ListStreamConsumers"],
    [10, "DescribeStream UpdateShardCount"],
    [20, "DescribeStreamSummary DescribeStreamConsumer"],
    [1, "DescribeLimits"],
    [1000, "ListShards"],
  ),
  // Firehose User Guide, "Amazon Data Firehose Quota"; API Reference, TagDeliveryStream and its like.
  firehose: each(
    [5, "CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream ListDeliveryStreams UpdateDestination"],
    [5, "TagDeliveryStream UntagDeliveryStream ListTagsForDeliveryStream"],
    [5, "StartDeliveryStreamEncryption StopDeliveryStreamEncryption"],
  ),
  // KMS Developer Guide, "Request quotas"; those of symmetric cryptography are shared, below.
  kms: each(
    [5, "CancelKeyDeletion CreateAlias CreateKey DisableKey DisableKeyRotation EnableKey UntagResource UpdateAlias"],
    [5, "UpdateKeyDescription"],
    [10, "TagResource"],
    [15, "DeleteAlias EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion"],
    [30, "RetireGrant RevokeGrant"],
    [50, "CreateGrant"],
    [100, "ListGrants ListKeyPolicies ListRetirableGrants"],
    [500, "ListAliases ListKeys"],
    [1000, "GetKeyPolicy GetKeyRotationStatus"],
    [2000, "DescribeKey ListResourceTags"],
  ),
  // CloudWatch Logs User Guide, "CloudWatch Logs quotas"; what is not in its table is given the 10 of CreateLogGroup.
  logs: each(
    [10, "CreateLogGroup DeleteLogGroup DescribeLogGroups DeleteLogStream PutRetentionPolicy DeleteRetentionPolicy"],
    [10, "TagResource UntagResource ListTagsForResource TagLogGroup UntagLogGroup ListTagsLogGroup"],
    [25, "DescribeLogStreams FilterLogEvents GetLogEvents"],
    [50, "CreateLogStream"],
    [5000, "PutLogEvents"],
  ),
  // CloudWatch User Guide, "CloudWatch service quotas".
  cloudwatch: each([50, "GetMetricData"], [400, "GetMetricStatistics"], [25, "ListMetrics"]),
};

const iamWrites = shared("writes", 5, 20);
const iamReads = shared("reads", 20, 50);
/** IAM and AWS STS quotas, "AWS STS request quotas": one limit for its operations together. */
const stsRequests = shared("requests", 600);
/** The quota of most regions; some have more. */
const cryptography = shared("cryptography", 10_000);
const s3Writes = shared("writes", 3_500);
const s3Reads = shared("reads", 5_500);

/** Limits of operations together. */
const classes: Partial<Record<ServiceName, (operation: string) => RateLimit | undefined>> = {
  // AWS says that IAM has token buckets and not how large they are; we choose what bulk creations of roles meet.
  iam: (operation) => (/^(?:Get|List|Simulate)/.test(operation) ? iamReads : iamWrites),
  sts: () => stsRequests,
  kms: () => cryptography,
  // S3 User Guide, "Best practices design patterns": for each prefix; here for an account. Its limits on operations on
  // buckets are not documented.
  s3: (operation) => (/^(?:Get|Head|List)/.test(operation) ? s3Reads : s3Writes),
};
