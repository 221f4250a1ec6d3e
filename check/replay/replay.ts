import {
  CreateDeliveryStreamCommand,
  PutRecordCommand as PutIntoDeliveryStreamCommand,
} from "@aws-sdk/client-firehose";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import {
  createAws,
  type DecisionRecord,
  type DeliveryRecord,
  type EmbeddedAws,
  startEmulator,
  type VirtualClock,
} from "../../emulator/index.ts";
import { type AccountClients, clientsFor } from "../../harness/clients.ts";
import type { Configuration } from "../configuration.ts";
import { accountsNamed } from "../principals-named.ts";
import { CallRefused, directHands, type Hands, type RefusedCall, wireHands } from "./hands.ts";
import { type ObservedObject, observeObjects } from "./observe.ts";
import { setUp, untilActiveMs } from "./set-up.ts";

/** What came of a configuration when it was tried. */
export interface Replay {
  /** Calls of the set-up that AWS refuses, in their order; CreateDeliveryStream, where it is among them, ends the replay. */
  readonly refused: readonly RefusedCall[];
  readonly deliveryStreamArn?: string;
  /** What was put, and should arrive. */
  readonly data: string;
  /** What is in the bucket of account B at the end. */
  readonly objects: readonly ObservedObject[];
  /** Every attempt to deliver or to read the source, in order. */
  readonly attempts: readonly DeliveryRecord[];
  /** Every question that policies were asked since everything stood, by AWS's services on behalf of the flow. */
  readonly decisions: readonly DecisionRecord[];
  readonly canonicalUserIds: { readonly A: string; readonly B: string };
}

export interface ReplaySettings {
  /** Over the wire by SDK clients, or past it: many times as fast, with the same answers. `wire` unless given. */
  readonly by?: "wire" | "direct";
  /** Every drawn identifier follows from it. */
  readonly seed?: number;
  /** What is put into the source; `This is a pen` unless given. */
  readonly data?: string;
}

/** After an interval's end the delivery itself, and what is read from the source a second later. */
const marginMs = 10_000;

/** What has not arrived after the first delivery and this many intervals more does not arrive. */
const intervals = 2;

/**
 * Creates both accounts as they are described in an embedded AWS of their own, puts a record, lets the buffering interval
 * pass and looks into the bucket. Never rejects on what AWS refuses: that is the answer.
 */
export async function replay(configuration: Configuration, settings: ReplaySettings = {}): Promise<Replay> {
  const { by = "wire", seed = 1, data = "This is a pen" } = settings;
  const { accountA, accountB, keys } = configuration;
  const others = accountsNamed(configuration).filter((id) => id !== accountA.id && id !== accountB.id);
  const start = by === "wire" ? startEmulator : createAws;
  await using aws = await start({
    seed,
    region: accountA.region,
    accounts: [
      { name: "A", id: accountA.id, publicAccessBlock: accountA.publicAccessBlock },
      { name: "B", id: accountB.id, publicAccessBlock: accountB.publicAccessBlock },
      ...others.map((id) => ({ id })),
    ],
    keyIds: keys.map(({ arn }) => arn.replace(/.*\//, "")),
  });
  const clock = aws.clock as VirtualClock;
  using workers = workersIn(aws, configuration);
  const refused = await setUp({
    configuration,
    handsOf: workers.handsOf,
    wait: (ms) => clock.advance(ms),
  });
  const decisions: DecisionRecord[] = [];
  const canonicalUserIds = { A: canonicalUserId(aws, accountA.id), B: canonicalUserId(aws, accountB.id) };
  const ended = { refused, data, objects: [], attempts: [], decisions, canonicalUserIds };

  aws.decisions.subscribe((record) => decisions.push(record));
  const hands = workers.handsOf(accountA.id);
  const { deliveryStream } = configuration;
  const { name: DeliveryStreamName, destination, reads } = deliveryStream;
  let deliveryStreamArn: string | undefined;
  try {
    const answer = await hands.send(
      "firehose",
      new CreateDeliveryStreamCommand({
        DeliveryStreamName,
        ExtendedS3DestinationConfiguration: destination,
        ...(reads === undefined
          ? { DeliveryStreamType: "DirectPut" }
          : {
              DeliveryStreamType: "KinesisStreamAsSource",
              KinesisStreamSourceConfiguration: { KinesisStreamARN: reads.dataStreamArn, RoleARN: reads.roleArn },
            }),
      }),
    );
    deliveryStreamArn = answer.DeliveryStreamARN;
    await clock.advance(untilActiveMs);
    const Data = Buffer.from(data);
    if (reads === undefined) {
      await hands.send("firehose", new PutIntoDeliveryStreamCommand({ DeliveryStreamName, Record: { Data } }));
    } else {
      const owner = workers.handsOf(reads.dataStreamArn.split(":")[4] ?? "");
      const StreamName = reads.dataStreamArn.replace(/.*:stream\//, "");
      await owner.send("kinesis", new PutRecordCommand({ StreamName, Data, PartitionKey: "1" }));
    }
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    return { ...ended, refused: [...refused, error.refusal] };
  }
  const attemptsSoFar = () => aws.deliveries.of(deliveryStreamArn ?? "");
  const intervalMs = (destination.BufferingHints?.IntervalInSeconds ?? 300) * 1000 + marginMs;
  for (let at = 0; at < intervals && !attemptsSoFar().some(({ outcome }) => outcome === "delivered"); at++) {
    await clock.advance(intervalMs);
  }
  const objects = await observeObjects(workers.handsOf(accountB.id), configuration.bucket.name);
  return { ...ended, deliveryStreamArn, objects, attempts: attemptsSoFar() };
}

interface Workers extends Disposable {
  handsOf(accountId: string): Hands;
}

function workersIn(aws: EmbeddedAws & { readonly url?: string }, { accountA, accountB }: Configuration): Workers {
  const { url: endpoint } = aws;
  const clients: AccountClients[] = [];
  const byAccount = new Map(
    aws.accounts.map(({ id, accessKeyId, secretAccessKey }) => {
      const region = id === accountB.id ? accountB.region : accountA.region;
      if (endpoint === undefined) return [id, directHands(aws, id, region)];
      const credentials = { accessKeyId, secretAccessKey };
      const signsAt = () => aws.clock.now();
      const ofAccount = clientsFor({ region, endpoint, credentials, maxAttempts: 1, signsAt });
      clients.push(ofAccount);
      return [id, wireHands(ofAccount, id)];
    }),
  );
  return {
    handsOf(accountId) {
      const hands = byAccount.get(accountId);
      if (hands === undefined) throw new RangeError(`account ${accountId} is not part of the replay`);
      return hands;
    },
    [Symbol.dispose]() {
      for (const each of clients) each[Symbol.dispose]();
    },
  };
}

function canonicalUserId({ accounts }: EmbeddedAws, accountId: string): string {
  return accounts.find(({ id }) => id === accountId)?.canonicalUserId ?? "";
}
