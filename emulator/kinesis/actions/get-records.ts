import { GetRecords$, type GetRecordsInput, type GetRecordsOutput } from "@aws-sdk/client-kinesis";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { invalidArgument, shardMissing, shardRateExceeded } from "../errors.ts";
import { unseal } from "../kms.ts";
import { type Shard, shardIdOf } from "../shard.ts";
import { refuseExpired } from "../shard-iterator.ts";
import type { PlacedRecord } from "../shard-log.ts";
import type { KinesisStore } from "../store.ts";
import type { Stream } from "../stream.ts";
import { parseStreamArn, streamArnConstraint, streamPermission } from "../stream-action.ts";

/** Source: Kinesis API Reference, GetRecords. */
const maxRecords = 10_000;
const maxBytes = 10 * 1024 * 1024;

const constraints = {
  Limit: { min: 1, max: maxRecords },
  ShardIterator: { required: true, minLength: 1, maxLength: 512 },
  StreamARN: streamArnConstraint,
};

/**
 * The records from an iterator on, and the iterator to go on with; none once a closed shard has been read to its end.
 * The permission is that on the stream that the iterator belongs to. Source: Kinesis API Reference, GetRecords.
 */
export const getRecords = action<KinesisStore, GetRecordsInput, GetRecordsOutput>({
  schema: GetRecords$,
  emulates: ["ShardIterator", "Limit", "StreamARN"],
  permissions: (store, { input, now }) => {
    checkConstraints(constraints, input);
    const { streamArn } = store.iterators.read(input.ShardIterator ?? "");
    // Not documented; we choose to refuse an ARN that contradicts the iterator.
    if (input.StreamARN !== undefined && input.StreamARN !== streamArn) {
      throw invalidArgument(`StreamARN ${input.StreamARN} does not match the stream of the ShardIterator.`);
    }
    return [streamPermission(store, "kinesis:GetRecords", parseStreamArn(streamArn), now)];
  },
  run: async (store, request) => {
    const { input, now } = request;
    const position = store.iterators.read(input.ShardIterator ?? "");
    refuseExpired(position.issuedAtMs, now);
    const stream = store.find(position.streamArn, now);
    const shard = stream?.createdAtMs === position.streamCreatedAtMs ? stream?.shards[position.shardIndex] : undefined;
    if (stream === undefined || shard === undefined || stream.status === "DELETING") {
      const { name, accountId } = parseStreamArn(position.streamArn);
      throw shardMissing(shardIdOf(position.shardIndex), name, accountId);
    }
    if (!shard.reads.admitsUnknown(now)) throw shardRateExceeded(shard.id, stream.name, stream.accountId);
    shard.log.trim(stream.trimHorizonMs(now));
    const records = shard.log.read(position.ordinal, { records: input.Limit ?? maxRecords, bytes: maxBytes });
    shard.reads.spend(records.reduce((sum, { data }) => sum + data.length, 0));
    const keyArns = new Set(records.flatMap(({ keyId }) => keyId ?? []));
    for (const keyArn of keyArns) await unseal(store, request, stream, keyArn);
    const last = records.at(-1);
    const next = last === undefined ? Math.max(position.ordinal, shard.log.firstOrdinal) : last.ordinal + 1;
    const isDrained = next >= shard.log.nextOrdinal;
    return {
      Records: records.map((record) => shown(record, shard)),
      MillisBehindLatest: isDrained || last === undefined ? 0 : Math.max(0, now - last.arrivedAtMs),
      ...(isDrained && shard.closed !== undefined
        ? { ChildShards: childrenOf(shard, stream) }
        : { NextShardIterator: store.iterators.issue({ ...position, ordinal: next }, now) }),
    };
  },
});

function shown({ ordinal, arrivedAtMs, partitionKey, data, keyId }: PlacedRecord, shard: Shard) {
  return {
    SequenceNumber: shard.numbers.format(ordinal, Math.floor(arrivedAtMs / 1000)),
    ApproximateArrivalTimestamp: new Date(arrivedAtMs),
    Data: data,
    PartitionKey: partitionKey,
    ...(keyId !== undefined && { EncryptionType: "KMS" as const }),
  };
}

/** Where a reader goes on after a split or merge. */
function childrenOf({ id }: Shard, stream: Stream) {
  return stream.shards
    .filter(({ parentId, adjacentParentId }) => parentId === id || adjacentParentId === id)
    .map((child) => ({
      ShardId: child.id,
      ParentShards: [child.parentId, child.adjacentParentId].filter((each) => each !== undefined),
      HashKeyRange: { StartingHashKey: String(child.range.start), EndingHashKey: String(child.range.end) },
    }));
}
