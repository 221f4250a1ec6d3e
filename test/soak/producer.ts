/**
 * Puts numbered records until it is killed. Arguments: endpoint, first number, pause in milliseconds. Prints `first last`
 * of every batch that was answered, with the numbers that were refused behind it.
 */
import { setTimeout } from "node:timers/promises";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { accountA, region, stream } from "./flow.ts";

const [endpoint = "", first = "0", pause = "0"] = process.argv.slice(2);
const batch = 50;
const client = new KinesisClient({ endpoint, region, credentials: { ...accountA }, maxAttempts: 3 });
process.stdout.on("error", () => process.exit());
const filling = "x".repeat(400);

for (let from = Number(first); ; from += batch) {
  const numbers = Array.from({ length: batch }, (_, at) => from + at);
  const Records = numbers.map((each) => ({ PartitionKey: `${each}`, Data: Buffer.from(`<${each}>${filling}`) }));
  try {
    const { Records: answers = [] } = await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
    const refused = numbers.filter((_, at) => answers[at]?.ErrorCode !== undefined);
    process.stdout.write(`${[from, from + batch - 1, ...refused].join(" ")}\n`);
  } catch {
    // Not acknowledged: a full disk, for one.
  }
  await setTimeout(Number(pause));
}
