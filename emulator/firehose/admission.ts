import type { ExtendedS3DestinationDescription } from "@aws-sdk/client-firehose";
import { parseArn } from "../model/arn.ts";
import type { Environment } from "../model/environment.ts";
import { partitionOf } from "../model/partition.ts";
import { invalidArgument, roleNotAssumable, sourceNotReadable } from "./errors.ts";
import { checkQuery } from "./partition-keys.ts";
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
