import { CreateStreamCommand, GetShardIteratorCommand } from "@aws-sdk/client-kinesis";
import type { Clients, TwoAccounts } from "../../support/clients.ts";

/** Creates a stream and moves the clock to where it is ACTIVE. */
export async function activeStream(
  { emulator, a }: TwoAccounts,
  settings: { readonly name?: string; readonly shards?: number; readonly clients?: Clients } = {},
): Promise<string> {
  const name = settings.name ?? "orders";
  const { kinesis } = settings.clients ?? a;
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: settings.shards ?? 1 }));
  await emulator.clock.advance(2000);
  return name;
}

/** An iterator at the beginning of a shard. */
export async function fromTheStart({ kinesis }: Clients, name: string, shardId = "shardId-000000000000") {
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamName: name, ShardId: shardId, ShardIteratorType: "TRIM_HORIZON" }),
  );
  return ShardIterator;
}
