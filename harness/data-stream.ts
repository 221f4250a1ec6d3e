import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { untilActive } from "./becoming-active.ts";
import type { Context, Owner } from "./context.ts";
import type { Put } from "./delivery-timing.ts";
import type { PolicyResource } from "./policy-document.ts";
import { siteOf } from "./removal/removal.ts";
import { removeDataStream } from "./removal/streams.ts";
import { ScenarioError } from "./scenario-error.ts";

export interface DataStreamSettings {
  /** the sandbox's name of `orders` unless given. */
  readonly name?: string;
  /** 1 unless given. */
  readonly shards?: number;
}

export interface NewRecord {
  readonly data: string | Uint8Array;
  /** `1` unless given. */
  readonly partitionKey?: string;
}

/** A Kinesis data stream. */
export class DataStream implements PolicyResource {
  readonly name: string;
  readonly arn: string;
  readonly #puts: Put[] = [];
  readonly #context: Context;
  readonly #owner: Owner;

  constructor(context: Context, owner: Owner, name: string, arn: string) {
    this.#context = context;
    this.#owner = owner;
    this.name = name;
    this.arn = arn;
  }

  get policyArns(): readonly string[] {
    return [this.arn];
  }

  /** What was put into it so far, by the methods of this class. */
  get puts(): readonly Put[] {
    return this.#puts;
  }

  async putRecord({ data, partitionKey = "1" }: NewRecord): Promise<void> {
    const { clients, title } = this.#owner;
    this.#notePut([data]);
    await this.#context.recorder.step(`${title} puts a record into data stream ${this.name}`, () =>
      clients.kinesis.send(
        new PutRecordCommand({ StreamName: this.name, Data: Buffer.from(data), PartitionKey: partitionKey }),
      ),
    );
  }

  /** Up to 500 records, each under a partition key of its own. Rejects where one of them is not taken. */
  async putRecords(data: readonly string[]): Promise<void> {
    const { clients, title } = this.#owner;
    this.#notePut(data);
    await this.#context.recorder.step(
      `${title} puts ${data.length} records into data stream ${this.name}`,
      async () => {
        const { FailedRecordCount, Records = [] } = await clients.kinesis.send(
          new PutRecordsCommand({
            StreamName: this.name,
            Records: data.map((each, at) => ({ Data: Buffer.from(each), PartitionKey: String(at) })),
          }),
        );
        if (FailedRecordCount === 0) return;
        const code = Records.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
        throw new ScenarioError(`${FailedRecordCount} of ${data.length} records were not taken: ${code}`);
      },
    );
  }

  #notePut(data: readonly (string | Uint8Array)[]): void {
    const bytes = data.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
    this.#puts.push({ atMs: this.#context.sandbox.time.now(), bytes });
  }
}

export async function createDataStream(
  context: Context,
  owner: Owner,
  settings: DataStreamSettings,
): Promise<DataStream> {
  const { kinesis } = owner.clients;
  const StreamName = settings.name ?? context.sandbox.nameOf("orders");
  removeDataStreamAfterwards(context, owner, StreamName);
  return context.recorder.step(`${owner.title} creates data stream ${StreamName}`, async () => {
    await kinesis.send(
      new CreateStreamCommand({
        StreamName,
        ShardCount: settings.shards ?? 1,
        StreamModeDetails: { StreamMode: "PROVISIONED" },
      }),
    );
    const { arn } = await untilActive(context, `data stream ${StreamName}`, {
      withinSeconds: 120,
      look: async () => {
        const { StreamDescriptionSummary: summary } = await kinesis.send(
          new DescribeStreamSummaryCommand({ StreamName }),
        );
        return { status: summary?.StreamStatus, arn: summary?.StreamARN };
      },
    });
    if (arn === undefined) throw new ScenarioError(`data stream ${StreamName} has no ARN`);
    return new DataStream(context, owner, StreamName, arn);
  });
}

export function removeDataStreamAfterwards(context: Context, owner: Owner, name: string): void {
  context.cleanUp.register(`data stream ${name} of ${owner.title}`, () =>
    removeDataStream(siteOf(context, owner), name),
  );
}
