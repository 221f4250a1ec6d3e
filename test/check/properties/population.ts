import { type CorpusEntry, corpus } from "../../support/corpus.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** `CROSSCHECK_NIGHTLY=1` takes all of the corpus, from a new seed; `CROSSCHECK_SEED=…` repeats a run. */
const isNightly = process.env.CROSSCHECK_NIGHTLY === "1";
export const seed = Number(
  process.env.CROSSCHECK_SEED ?? (isNightly ? Math.floor(Math.random() * 2 ** 31) : 20_261_130),
);

/** As many entries of the corpus as a run has time for, of those that fit. */
export function someOf(count: number, fits: (entry: CorpusEntry) => boolean = () => true): readonly CorpusEntry[] {
  const all = shuffled(corpus().filter(fits), chance(seed));
  return isNightly ? all : all.slice(0, count);
}

/** Numbers from 0 up to 1, always the same for a seed: mulberry32. */
export function chance(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<Item>(items: readonly Item[], next: () => number): readonly Item[] {
  return items
    .map((item) => [next(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

const known = new Map<string, Promise<Verdict>>();

/** What is said of an entry as it stands; worked out once. */
export function asItStands({ name, inputs, folder, expected }: CorpusEntry): Promise<Verdict> {
  const verdict = known.get(name) ?? verdictOf(inputs, folder, expected.settings);
  known.set(name, verdict);
  return verdict;
}
