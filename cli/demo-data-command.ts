import { setTimeout as delay } from "node:timers/promises";
import { consoleRecordsPerSecond, monitronEvents, stockTickerLine, stockTickers } from "../harness/demo-data/index.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export interface DemoDataOptions {
  readonly kind: string;
  readonly count?: string;
  readonly rate?: string;
  readonly seed?: string;
  readonly account: string;
}

/** Time is taken in slices: timers are no finer. */
const sliceMs = 100;

/** Writes records to standard output, one a line, until there were enough or the reader goes. */
export async function demoDataCommand(options: DemoDataOptions, { stdout }: Streams): Promise<void> {
  const lines = linesOf(options);
  const count = options.count === undefined ? Number.POSITIVE_INFINITY : positive("--count", options.count);
  const rate = options.rate === undefined ? consoleRecordsPerSecond : positive("--rate", options.rate);
  const startMs = performance.now();
  for (let written = 0; written < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - startMs + sliceMs) / 1000) * rate));
    for (; written < due; written++) stdout.write(lines.next().value);
    if (written < count) await delay(sliceMs);
  }
}

function linesOf({ kind, seed: given, account }: DemoDataOptions): Generator<string, never> {
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : positive("--seed", given);
  switch (kind) {
    case "stock-ticker":
      return mapped(stockTickers(seed), stockTickerLine);
    case "monitron":
      return mapped(
        monitronEvents({ seed, accountId: account, startMs: Date.now() }),
        (event) => `${JSON.stringify(event)}\n`,
      );
    default:
      throw new UsageError(
        `there is no demo data of the kind \`${kind}\`; there are \`stock-ticker\` and \`monitron\``,
      );
  }
}

function* mapped<Item>(items: Generator<Item, never>, line: (item: Item) => string): Generator<string, never> {
  for (;;) yield line(items.next().value);
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(`${option} takes a whole number above 0, not \`${text}\``);
}
