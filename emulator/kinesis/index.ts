/**
 * Kinesis Data Streams.
 *
 * **Supported**: each operation of `actions/`; shard limits for writing (1,000 records and 1 MiB a second) and reading
 * (5 calls and 2 MiB a second); all types of iterators; closed shards until their records have expired; encryption, with
 * the caller's own permissions on the key; resource policies of streams; tags as condition keys; JSON and CBOR.
 *
 * **Gaps**: enhanced fan-out (SubscribeToShard), resource policies of consumers, warm throughput, account settings, record
 * distribution strategies, dry runs and channels. On-demand streams do not grow. Limits of the control plane's call rates
 * are kept with `likeAws` only.
 *
 * **By design**: a stream takes 1.5 s on the clock to be created or deleted, with `likeAws` 10 to 20 s; AWS promises no
 * time. A denied call is denied
 * also where the stream does not exist: its ARN follows from its name. Shard iterators are encrypted as AWS's are, and
 * none but the emulator that made one reads it. Encrypted streams ask KMS as AWS does, but what lies in temporary files is
 * not encrypted: no one else reads it.
 *
 * Sources: Kinesis Data Streams API Reference and Developer Guide; texts of errors and the layout of sequence numbers:
 * kinesalite and LocalStack's answers recorded from AWS (2022–2024).
 */
import * as model from "@aws-sdk/client-kinesis";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import { KinesisStore } from "./store.ts";

const actions = await actionsIn<KinesisStore>(new URL("./actions/", import.meta.url));

export function createKinesis(environment: Environment): Service {
  const store = new KinesisStore(environment);
  return {
    name: "kinesis",
    signingName: "kinesis",
    protocol: { kind: "aws-json", version: "1.1", targetPrefix: "Kinesis_20131202", copiesBlobs: true },
    model,
    actions: bind(store, actions),
    close: async () => {},
  };
}
