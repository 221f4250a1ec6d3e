import {
  type ControlResult,
  countVerdicts,
  type Fact,
  type Measurement,
  type RunResult,
  type ScenarioResult,
} from "../result.ts";

/** The results of one shard, and the file that they come from. */
export interface ShardRun {
  readonly file: string;
  readonly run: RunResult;
}

/** These results are not those of one run: `message` says which, and what is missing or there twice. */
export class MergeError extends Error {
  override readonly name = "MergeError";
}

/**
 * One run of the results of all its shards, as if one machine had played it: scenarios in the run's order, controls that
 * hold only where they held in every shard. Throws a `MergeError` where a shard is missing or there twice, or where they
 * are not of one run.
 */
export function mergeShards(runs: readonly ShardRun[]): RunResult {
  const [first, ...others] = runs.map(withShard);
  if (first === undefined) throw new MergeError("there is nothing to merge");
  for (const other of others) refuseUnlike(first, other);
  const shards = [first, ...others].sort((one, other) => one.shard.index - other.shard.index);
  refuseIncomplete(shards);
  const played = new Map<string, { readonly file: string; readonly result: ScenarioResult }>();
  for (const { file, run } of shards) {
    for (const result of run.scenarios) {
      const before = played.get(result.name);
      if (before !== undefined) {
        throw new MergeError(`scenario \`${result.name}\` is in ${before.file} and in ${file}: it was played twice`);
      }
      played.set(result.name, { file, result });
    }
  }
  const missing = first.shard.scenarios.filter((name) => !played.has(name));
  if (missing.length > 0) throw new MergeError(`no shard has played ${namesText(missing)}: run them again`);
  const scenarios = first.shard.scenarios.flatMap((name) => played.get(name)?.result ?? []);
  const measurement = measurementOf(shards.map(({ run }) => run));
  const usage = shards.flatMap(({ run, shard }) => usageOf(run, shard.index));
  const { shard: _shard, measurement: _measurement, usage: _usage, ...common } = first.run;
  return {
    ...common,
    ...spanOf(shards.map(({ run }) => run)),
    counts: countVerdicts(scenarios),
    ...(measurement !== undefined && { measurement }),
    ...(usage.length > 0 && { usage }),
    scenarios,
  };
}

interface KnownShard extends ShardRun {
  readonly shard: NonNullable<RunResult["shard"]>;
}

function withShard({ file, run }: ShardRun): KnownShard {
  if (run.shard === undefined) {
    throw new MergeError(`${file} is of a whole run: only results of \`crosscheck run --shard i/n\` are merged`);
  }
  return { file, run, shard: run.shard };
}

function refuseUnlike(first: KnownShard, other: KnownShard): void {
  const differing: readonly (readonly [what: string, of: (shard: KnownShard) => string])[] = [
    ["version", ({ run }) => run.version ?? "unknown"],
    ["target", ({ run }) => run.target],
    ["number of shards", ({ shard }) => String(shard.count)],
  ];
  for (const [what, of] of differing) {
    if (of(first) === of(other)) continue;
    throw new MergeError(`the ${what} is ${of(first)} in ${first.file} and ${of(other)} in ${other.file}: not one run`);
  }
  if (first.shard.scenarios.join() !== other.shard.scenarios.join()) {
    throw new MergeError(`${first.file} and ${other.file} are of runs of different scenarios`);
  }
}

/** `shards` in their order. */
function refuseIncomplete(shards: readonly KnownShard[]): void {
  for (const [at, { file, shard }] of shards.entries()) {
    const before = shards[at - 1];
    if (before?.shard.index === shard.index) {
      throw new MergeError(`${before.file} and ${file} are both of shard ${shard.index}/${shard.count}`);
    }
  }
  const count = shards[0]?.shard.count ?? 0;
  const there = new Set(shards.map(({ shard }) => shard.index));
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.has(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${count}`).join(", ");
    const subject = missing.length === 1 ? `shard ${names} is` : `shards ${names} are`;
    throw new MergeError(`${subject} missing: all are merged, or none`);
  }
}

/** From the first start to the last end. */
function spanOf(runs: readonly RunResult[]): Pick<RunResult, "startedAt" | "durationMs"> {
  const startMs = Math.min(...runs.map(({ startedAt }) => Date.parse(startedAt)));
  const endMs = Math.max(...runs.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs));
  return { startedAt: new Date(startMs).toISOString(), durationMs: endMs - startMs };
}

function measurementOf(runs: readonly RunResult[]): Measurement | undefined {
  const measurements = runs.flatMap(({ measurement }) => measurement ?? []);
  if (measurements.length === 0) return undefined;
  const byName = Map.groupBy(
    measurements.flatMap(({ controls }) => controls),
    ({ name }) => name,
  );
  return {
    controls: [...byName.values()].flatMap(worstOf),
    durationMs: Math.max(...measurements.map(({ durationMs }) => durationMs)),
    leftBehind: measurements.flatMap(({ leftBehind }) => leftBehind),
  };
}

function worstOf(same: readonly ControlResult[]): readonly ControlResult[] {
  const worst = same.find(({ finding }) => finding.kind !== "holds") ?? same[0];
  return worst === undefined ? [] : [worst];
}

function usageOf({ usage = [] }: RunResult, index: number): readonly Fact[] {
  return usage.map(({ name, value }) => ({ name: `${name} (shard ${index})`, value }));
}

function namesText(names: readonly string[]): string {
  const most = 5;
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
