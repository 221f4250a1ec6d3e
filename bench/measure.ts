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
  /** The same ratio for a server that does nothing but what every strict server must: what is possible at most. */
  readonly floorRatio?: Spread;
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

/**
 * Requests per second of three servers in turn, so that what slows the machine slows all: the embedded AWS, the bare
 * server, and the floor between them. The first round warms up.
 */
export async function compareThroughput(
  { embedded, bare, floor }: Readonly<Record<"embedded" | "bare" | "floor", BenchServer>>,
  load: Load,
  { rounds, count }: Rounds,
): Promise<Required<Pick<Measurement, "ratio" | "floorRatio" | "cpuRatio">> & Record<"embedded" | "bare", Spread>> {
  const seen: Record<"embedded" | "bare" | "floor", Run>[] = [];
  for (let round = 0; round <= rounds; round++) {
    const all = {
      bare: await run(bare, load, count),
      floor: await run(floor, load, count),
      embedded: await run(embedded, load, count),
    };
    if (round > 0) seen.push(all);
  }
  return {
    embedded: spreadOf(seen.map((each) => each.embedded.perSecond)),
    bare: spreadOf(seen.map((each) => each.bare.perSecond)),
    ratio: spreadOf(seen.map((each) => each.embedded.perSecond / each.bare.perSecond)),
    floorRatio: spreadOf(seen.map((each) => each.floor.perSecond / each.bare.perSecond)),
    cpuRatio: spreadOf(seen.map((each) => each.embedded.cpuSeconds / each.bare.cpuSeconds)),
  };
}

interface Run {
  readonly perSecond: number;
  readonly cpuSeconds: number;
}

async function run(server: BenchServer, load: Load, count: number): Promise<Run> {
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
