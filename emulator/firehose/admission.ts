import type { ExtendedS3DestinationDescription } from "@aws-sdk/client-firehose";
import { parseArn } from "../model/arn.ts";
import type { Environment } from "../model/environment.ts";
import { partitionOf } from "../model/partition.ts";
import { bucketMissing, invalidArgument, roleNotAssumable, sourceNotReadable } from "./errors.ts";
import { bucketRegion } from "./object-writer.ts";
import { checkQuery } from "./partition-keys.ts";
import { planOf } from "./plan.ts";
import { processingOf } from "./processors.ts";
import { assumeRole, type SessionOwner } from "./role-sessions.ts";
import { callService, RefusedCall } from "./service-call.ts";

/** Whether a partitioning query is a jq program. */
export async function checkProcessing(destination: ExtendedS3DestinationDescription): Promise<void> {
  const { query } = processingOf(destination.ProcessingConfiguration);
  if (query !== undefined) await checkQuery(query);
}

interface Owner {
  readonly accountId: string;
  readonly region: string;
}

/**
 * Whether Firehose can assume the roles that it is given; the last thing that AWS checks (floci, seen in 2026). Throws
 * InvalidArgumentException in the words that clients match on.
 */
export async function checkRoles(
  environment: Environment,
  owner: SessionOwner,
  roleArns: readonly (string | undefined)[],
): Promise<void> {
  for (const roleArn of new Set(roleArns)) {
    if (roleArn === undefined) continue;
    await assumeRole(environment, roleArn, owner).catch((error: unknown) => {
      throw error instanceof RefusedCall ? roleNotAssumable(roleArn) : error;
    });
  }
}

/**
 * Whether the destination's bucket, and the backup's, are there and answer the role. That CreateDeliveryStream fails
 * where one does not was recorded on AWS in 2026 by stackd, whose code asks for the bucket's location before the source and
 * passes on what S3 says. AWS documents neither the call nor the words.
 */
export async function checkBuckets(
  environment: Environment,
  owner: SessionOwner,
  destination: ExtendedS3DestinationDescription,
): Promise<void> {
  if (environment.areDeliveryStreamsStanding) return;
  const plan = planOf(destination);
  for (const { bucket, roleArn } of [plan, ...(plan.backup === undefined ? [] : [plan.backup])]) {
    const { caller } = await assumeRole(environment, roleArn, owner);
    await bucketRegion(environment, caller, { bucket, isPartitioned: false }, owner).catch((error: unknown) => {
      if (!(error instanceof RefusedCall)) throw error;
      throw error.code === "NoSuchBucket" ? bucketMissing(bucket) : invalidArgument(error.message);
    });
  }
}

/** A source is a data stream of the delivery stream's own account and region. AWS documents no words; we choose. */
export function checkSourceArn(dataStreamArn: string, owner: Owner): void {
  const { partition, accountId, region } = parseArn(dataStreamArn) ?? {};
  const isOwn = accountId === owner.accountId && region === owner.region;
  if (!isOwn || partition !== partitionOf(owner.region).name) {
    throw invalidArgument(
      `The source ${dataStreamArn} is not in the account and region of the delivery stream, ${owner.accountId} and ${owner.region}.`,
    );
  }
}

/** Whether the role may describe the source: `kinesis:DescribeStreamSummary` is not enough (aws-cdk#5221). */
export async function checkSource(
  environment: Environment,
  owner: SessionOwner,
  source: { readonly dataStreamArn: string; readonly roleArn: string },
): Promise<void> {
  const { caller } = await assumeRole(environment, source.roleArn, owner);
  await callService(environment, {
    as: caller,
    service: "kinesis",
    operation: "DescribeStream",
    input: { StreamARN: source.dataStreamArn },
    region: owner.region,
  }).catch((error: unknown) => {
    if (!(error instanceof RefusedCall)) throw error;
    if (error.code === "AccessDeniedException") throw sourceNotReadable(source.roleArn, source.dataStreamArn);
    // Not documented for a source that is missing; we pass on what Kinesis says.
    throw invalidArgument(error.message);
  });
}
