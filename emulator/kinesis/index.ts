/**
 * Kinesis Data Streams.
 *
 * **Supported**: streams, shards, putting and reading records; each operation of `actions/`.
 *
 * **Gaps**: enhanced fan-out (SubscribeToShard) and the operations that `actions/` lacks; on-demand streams do not grow.
 *
 * **By design**: a stream takes 1.5 s on the clock to be created or deleted; AWS promises no time. A denied call is denied
 * also where the stream does not exist: its ARN follows from its name. Shard iterators are encrypted as AWS's are, and
 * none but the emulator that made one reads it.
 *
 * Sources: Kinesis Data Streams API Reference and Developer Guide; texts of errors and the layout of sequence numbers:
 * kinesalite and LocalStack's answers recorded from AWS (2022–2024).
 */
import * as model from "@aws-sdk/client-kinesis";
import { bind } from "../model/action.ts";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import { createStream } from "./actions/create-stream.ts";
import { deleteStream } from "./actions/delete-stream.ts";
import { describeStream } from "./actions/describe-stream.ts";
import { describeStreamSummary } from "./actions/describe-stream-summary.ts";
import { getRecords } from "./actions/get-records.ts";
import { getShardIterator } from "./actions/get-shard-iterator.ts";
import { listShards } from "./actions/list-shards.ts";
import { listStreams } from "./actions/list-streams.ts";
import { putRecord } from "./actions/put-record.ts";
import { putRecords } from "./actions/put-records.ts";
import { KinesisStore } from "./store.ts";

export function createKinesis(environment: Environment): Service {
  const store = new KinesisStore(environment);
  return {
    name: "kinesis",
    signingName: "kinesis",
    protocol: { kind: "aws-json", version: "1.1", targetPrefix: "Kinesis_20131202" },
    model,
    actions: bind(store, [
      createStream,
      deleteStream,
      describeStream,
      describeStreamSummary,
      getRecords,
      getShardIterator,
      listShards,
      listStreams,
      putRecord,
      putRecords,
    ]),
    close: async () => {},
  };
}
