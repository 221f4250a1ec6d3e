/** Data that others know: the Firehose console's demo data, and the events of Amazon Monitron's live export. */
import { consoleRecordsPerSecond, monitronEvents, stockTickerLine, stockTickers } from "../harness/demo-data/index.ts";
import { type Scenario, scenario, type World } from "../harness/index.ts";
import { type Delivery, makeDelivery, withinSeconds } from "./delivery.ts";

const seed = 20_261_124;
const seconds = 30;

export const demoDataScenarios: readonly Scenario[] = [
  scenario({
    name: "demo-data/stock-tickers",
    title: `${seconds} seconds of the console's demo data arrive, every ticker`,
    shows: "allow",
    twin: "permissions/no-bucket-policy",
    given: (world) => makeDelivery(world),
    when: async ({ dataStream }, { step, wait }) => {
      const tickers = stockTickers(seed);
      const lines = Array.from({ length: seconds * consoleRecordsPerSecond }, () =>
        stockTickerLine(tickers.next().value),
      );
      await step(`account A puts ${lines.length} stock tickers`, async () => {
        for (let at = 0; at < lines.length; at += consoleRecordsPerSecond) {
          await dataStream.putRecords(lines.slice(at, at + consoleRecordsPerSecond));
          await wait(1);
        }
      });
      return lines;
    },
    outcome: everyLineArrives,
  }),
  scenario({
    name: "demo-data/monitron-events",
    title: "Amazon Monitron's events of all six kinds arrive as they were exported",
    shows: "allow",
    twin: "permissions/no-bucket-policy",
    given: (world) => makeDelivery(world),
    when: async ({ dataStream, accountA }) => {
      const events = monitronEvents({ seed, accountId: accountA.id, startMs: Date.UTC(2026, 0, 1) });
      const lines = Array.from({ length: 500 }, () => `${JSON.stringify(events.next().value)}\n`);
      await dataStream.putRecords(lines);
      return lines;
    },
    outcome: everyLineArrives,
  }),
];

async function everyLineArrives(
  { bucket }: Delivery,
  { step, check, fact, expect, waitFor }: World,
  lines: readonly string[],
): Promise<void> {
  const arrived: string[] = [];
  await step("everything arrives", async () => {
    const seen = new Set<string>();
    await waitFor({
      awaited: "every record in the bucket",
      withinSeconds,
      everySeconds: 10,
      look: async () => {
        for (const key of await bucket.keys()) {
          if (seen.has(key)) continue;
          seen.add(key);
          const { text } = await bucket.readObject(key);
          arrived.push(...text.split(/(?<=\n)/));
        }
        return arrived.length >= lines.length ? "everything" : undefined;
      },
    });
    fact("objects", String(seen.size));
  });
  await check("contents", () => expect([...new Set(arrived)].sort(), "the lines").toEqual([...new Set(lines)].sort()));
}
