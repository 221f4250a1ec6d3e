import type { BenchServer } from "./child.ts";

/** Sends `count` requests to a server and resolves when all are answered. */
export type Load = (port: number, count: number) => Promise<void>;

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}

/** One line of the report. */
export interface Measurement {
  readonly name: string;
  readonly value: Spread;
  readonly unit: string;
  /** The same on the bare server, or what else it is compared with. */
  readonly yardstick?: { readonly name: string; readonly value: Spread };
  /** Value by yardstick, round for round. */
  readonly ratio?: Spread;
  /** CPU seconds of the embedded AWS by those of the bare server, for the same requests. */
  readonly cpuRatio?: Spread;
  readonly target: string;
  readonly reached: boolean;
}

export interface Rounds {
  readonly rounds: number;
  /** Requests in a round. */
  readonly count: number;
}

interface Party {
  readonly server: BenchServer;
  readonly load: Load;
}

/** Requests per second of two servers in turn, so that what slows the machine slows both. The first round warms up. */
export async function compareThroughput(
  embedded: Party,
  bare: Party,
  { rounds, count }: Rounds,
): Promise<{ readonly embedded: Spread; readonly bare: Spread; readonly ratio: Spread; readonly cpuRatio: Spread }> {
  const seen: { embedded: Run; bare: Run }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const both = { bare: await run(bare, count), embedded: await run(embedded, count) };
    if (round > 0) seen.push(both);
  }
  return {
    embedded: spreadOf(seen.map((each) => each.embedded.perSecond)),
    bare: spreadOf(seen.map((each) => each.bare.perSecond)),
    ratio: spreadOf(seen.map((each) => each.embedded.perSecond / each.bare.perSecond)),
    cpuRatio: spreadOf(seen.map((each) => each.embedded.cpuSeconds / each.bare.cpuSeconds)),
  };
}

interface Run {
  readonly perSecond: number;
  readonly cpuSeconds: number;
}

async function run({ server, load }: Party, count: number): Promise<Run> {
  const before = await server.usage();
  const start = performance.now();
  await wideAwake(() => load(server.port, count));
  const seconds = (performance.now() - start) / 1000;
  const after = await server.usage();
  return { perSecond: count / seconds, cpuSeconds: after.cpuSeconds - before.cpuSeconds };
}

/**
 * Keeps this process from sleeping while it waits for answers: waking it would be the server's work, on a virtual machine
 * as much as all the rest of an answer, and only for the server that is slow enough to be waited for.
 */
async function wideAwake(work: () => Promise<void>): Promise<void> {
  let isWorking = true;
  const spin = () => {
    if (isWorking) setImmediate(spin);
  };
  spin();
  try {
    await work();
  } finally {
    isWorking = false;
  }
}
