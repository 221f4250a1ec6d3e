import {
  ListShards$,
  type ListShardsInput,
  type ListShardsOutput,
  type ShardFilter,
  type ShardFilterType,
} from "@aws-sdk/client-kinesis";
import { describeShard, retainedShards, shardsAfter } from "../describe.ts";
import { expiredToken, invalidArgument } from "../errors.ts";
import type { Shard } from "../shard.ts";
import type { Stream } from "../stream.ts";
import { parsesAsStreamArn, shardIdConstraint, streamAction } from "../stream-action.ts";

const filterTypes: readonly ShardFilterType[] = [
  "AFTER_SHARD_ID",
  "AT_TRIM_HORIZON",
  "FROM_TRIM_HORIZON",
  "AT_LATEST",
  "AT_TIMESTAMP",
  "FROM_TIMESTAMP",
];

/** The shards of a stream, all or those that a filter picks. Source: Kinesis API Reference, ListShards, ShardFilter. */
export const listShards = streamAction<ListShardsInput, ListShardsOutput>({
  schema: ListShards$,
  emulates: ["ExclusiveStartShardId", "MaxResults", "NextToken", "ShardFilter"],
  constraints: {
    NextToken: { minLength: 1, maxLength: 1_048_576 },
    ExclusiveStartShardId: shardIdConstraint,
    MaxResults: { min: 1, max: 10_000 },
    ShardFilter: { members: { Type: { required: true, values: filterTypes }, ShardId: shardIdConstraint } },
  },
  inAnyStatus: true,
  reference: (input) => (input.NextToken === undefined ? input : { StreamARN: tokenOf(input).arn }),
  run: (_store, { input, now }, stream) => {
    const token = input.NextToken === undefined ? undefined : tokenOf(input);
    if (token !== undefined && now - token.issuedAtMs > tokenLifetimeMs) throw expiredToken();
    const filter = token === undefined ? input.ShardFilter : token.filter;
    const after = token === undefined ? input.ExclusiveStartShardId : token.after;
    const shards = shardsAfter(filtered(stream, filter, now), after, stream);
    const page = shards.slice(0, input.MaxResults ?? 1000);
    const last = page.at(-1);
    return {
      Shards: page.map(describeShard),
      ...(page.length < shards.length &&
        last !== undefined && {
          NextToken: formatToken({ arn: stream.arn, after: last.id, issuedAtMs: now, ...(filter && { filter }) }),
        }),
    };
  },
});

/** Where a list goes on; it carries what the next request may not repeat. */
interface Token {
  readonly arn: string;
  /** Shard id. */
  readonly after: string;
  readonly issuedAtMs: number;
  readonly filter?: ShardFilter;
}

/** Source: Kinesis API Reference, ListShards: "Tokens expire after 300 seconds". */
const tokenLifetimeMs = 300_000;

function formatToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString("base64");
}

function tokenOf({ NextToken = "", ...others }: ListShardsInput): Token {
  // Source: Kinesis API Reference: StreamName, ExclusiveStartShardId and the like must not stand beside NextToken.
  if (others.StreamName !== undefined || others.ExclusiveStartShardId !== undefined) {
    throw invalidArgument("NextToken and StreamName cannot be provided together.");
  }
  try {
    const token = JSON.parse(Buffer.from(NextToken, "base64").toString()) as Token & {
      filter?: { Timestamp?: string };
    };
    const { arn, after, issuedAtMs, filter } = token;
    if (!parsesAsStreamArn(arn) || typeof after !== "string" || typeof issuedAtMs !== "number") throw new TypeError();
    if (filter === undefined) return { arn, after, issuedAtMs };
    const { Timestamp } = filter;
    return { arn, after, issuedAtMs, filter: { ...filter, ...(Timestamp && { Timestamp: new Date(Timestamp) }) } };
  } catch {
    throw invalidArgument("Invalid NextToken.");
  }
}

function filtered(stream: Stream, filter: ShardFilter | undefined, nowMs: number): readonly Shard[] {
  const retained = retainedShards(stream, nowMs);
  if (filter === undefined) return retained;
  switch (filter.Type) {
    case "AFTER_SHARD_ID":
      if (filter.ShardId === undefined) throw invalidArgument("ShardId must be specified with AFTER_SHARD_ID.");
      return shardsAfter(retained, filter.ShardId, stream);
    case "AT_LATEST":
      return stream.openShards;
    case "AT_TRIM_HORIZON":
      return retained.filter((shard) => wasOpenAt(shard, stream.trimHorizonMs(nowMs), stream));
    case "FROM_TRIM_HORIZON":
      return retained;
    case "AT_TIMESTAMP":
      return retained.filter((shard) => wasOpenAt(shard, timestampOf(filter), stream));
    case "FROM_TIMESTAMP":
      return retained.filter(({ closed }) => closed === undefined || closed.atMs >= timestampOf(filter));
    default:
      throw invalidArgument(`Unknown ShardFilter type ${filter.Type}.`);
  }
}

/** A moment before the stream began counts as its beginning. */
function wasOpenAt({ createdAtMs, closed }: Shard, atMs: number, stream: Stream): boolean {
  const moment = Math.max(atMs, stream.shards[0]?.createdAtMs ?? 0);
  return createdAtMs <= moment && (closed === undefined || closed.atMs > moment);
}

function timestampOf({ Type, Timestamp }: ShardFilter): number {
  if (Timestamp === undefined) throw invalidArgument(`Timestamp must be specified with ${Type}.`);
  return Timestamp.getTime();
}
