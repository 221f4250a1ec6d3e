/**
 * Amazon Data Firehose.
 *
 * **Supported**: delivery streams with Direct PUT or a Kinesis data stream as source and S3 or Extended S3 as
 * destination; creation with its checks (constraints, iam:PassRole, roles that can be assumed, buckets that answer, a
 * source that can be described), description with all defaults, update, deletion, tags; buffering by size and
 * interval, delivery as the assumed role with `bucket-owner-full-control` for another account, retries until the
 * retention ends; GZIP, ZIP, Snappy and Hadoop Snappy; prefix expressions and time zones; record de-aggregation,
 * delimiters, dynamic partitioning by jq; S3 backup; errors in CloudWatch Logs; metrics; server-side encryption by
 * AWS's own or a customer key; the throughput of Direct PUT on the clock.
 *
 * **Gaps**: refused by name: other destinations and sources, Lambda transformation, decompression, format conversion,
 * words of a language in prefix dates. Not enforced: quotas on delivery streams and, but with `likeAws`, on control calls.
 *
 * **By design**: a delivery stream takes 10 s to become ACTIVE and 10 s to disappear; with `likeAws` up to a minute,
 * and an interval that is not 0 is at least 60 s. A failed delivery is tried again after 1 s, then twice as long each
 * time, up to 5 min. Firehose calls S3 with GetBucketLocation when a delivery stream is created, which is refused
 * where the bucket is missing or denies it, and once for each version of a destination, in another region where it is
 * sent there, then PutObject for each object, or a multipart upload where the interval is below 60 s; of the seven
 * permissions of the guide only those for calls really made decide a delivery. An update holds for what is buffered,
 * too. Dynamic partitioning into another account's bucket is accepted and not delivered. A source is read, and what
 * comes of it delivered, while the delivery stream is CREATING, too. While nothing happens, the reads of a source that
 * could find nothing are left out. With a customer key its use is asked of KMS for each call that puts records; what
 * is buffered is not really encrypted. What jq answers is that of the jq that is installed, not jq 1.6's.
 *
 * Behaviour: Firehose User Guide and API Reference as of August 2026, and what other projects saw on AWS.
 */
import * as model from "@aws-sdk/client-firehose";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import type { ErrorOutputType } from "./key.ts";
import { FirehoseStore } from "./store.ts";

export interface FirehoseService extends Service {
  /** Lets a record fail in a step that is not emulated. Throws a RangeError where there is no such delivery stream. */
  failRecord(deliveryStreamArn: string, failure: FailedRecord): void;
}

export interface FailedRecord {
  readonly data: Uint8Array;
  readonly type: ErrorOutputType;
  /** As the error record has them. */
  readonly code: string;
  readonly message: string;
}

const actions = await actionsIn<FirehoseStore>(new URL("./actions/", import.meta.url));

export function createFirehose(environment: Environment): FirehoseService {
  const store = new FirehoseStore(environment);
  return {
    name: "firehose",
    signingName: "firehose",
    protocol: { kind: "aws-json", version: "1.1", targetPrefix: "Firehose_20150804" },
    model,
    actions: bind(store, actions),
    failRecord(deliveryStreamArn, { data, ...error }) {
      const stream = store.find(deliveryStreamArn);
      if (stream === undefined) throw new RangeError(`there is no delivery stream ${deliveryStreamArn}`);
      store.pipeline(stream).fail({ data, arrivedAtMs: environment.clock.now() }, error);
    },
    close: async () => store.close(),
  };
}
