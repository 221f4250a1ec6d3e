import type { Configuration, UnknownCondition } from "./configuration.ts";
import { InputError } from "./input-error.ts";
import type { SourceLocation } from "./source.ts";
import type { Assignment } from "./unknown/overlap.ts";
import type { Unknown } from "./unknown/unknown.ts";

/** Two texts of a template, compared in a condition, that may be equal or not. */
export interface Comparison {
  /** The same for the same two texts. */
  readonly key: string;
  /** For these they are equal. */
  readonly values: Assignment;
  /** The first that it rests on. */
  readonly unknown: Unknown;
  readonly source: SourceLocation;
}

/** Which comparisons hold in a reading, by their keys. */
export type Decisions = ReadonlyMap<string, boolean>;

/** What the input describes depends on whether two texts are equal. */
export class UndecidedError extends InputError {
  readonly comparison: Comparison;

  constructor(comparison: Comparison) {
    const { source, unknown } = comparison;
    super(source, `this condition depends on ${unknown.what}`, unknown.settledBy);
    this.comparison = comparison;
  }
}

/** More ways than these are not read: the user is asked. */
const mostReadings = 8;

/**
 * Reads an input in each way that its undecided conditions allow; where they decide about nothing that the delivery meets,
 * once. Rejects with the `UndecidedError` of the first where there are too many ways, or one of them is no configuration.
 */
export async function readEachWay(read: (decisions: Decisions) => Promise<Configuration>): Promise<Configuration> {
  const asked = new Map<string, Comparison>();
  const found: Configuration[] = [];
  const open: Decisions[] = [new Map()];
  let first: UndecidedError | undefined;
  for (let decisions = open.pop(); decisions !== undefined; decisions = open.pop()) {
    try {
      found.push(withDecided(await read(decisions), decisions, asked));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (!(error instanceof UndecidedError)) throw first ?? error;
      first ??= error;
      const { comparison } = error;
      asked.set(comparison.key, comparison);
      // Both go onto a stack: unequal comes first.
      for (const holds of [true, false]) {
        const decided = new Map([...decisions, [comparison.key, holds] as const]);
        if (isPossible(decided, asked)) open.push(decided);
      }
    }
    if (first !== undefined && found.length + open.length > mostReadings) throw first;
  }
  const [configuration, ...others] = found;
  if (configuration === undefined) throw first ?? new RangeError("nothing was read");
  if (others.length === 0) return configuration;
  const unknown = new Map([...asked.values()].map((each) => [each.unknown.mark, each]));
  return {
    ...configuration,
    otherReadings: {
      configurations: others,
      conditions: [...unknown.values()].map(
        ({ unknown: { what, settledBy }, source }): UnknownCondition => ({
          what,
          because: "a condition of the template depends on it",
          settledBy,
          source,
        }),
      ),
    },
  };
}

/** A mark has one value, and one of those that the input lists for it. */
function isPossible(decisions: Decisions, asked: ReadonlyMap<string, Comparison>): boolean {
  const held = new Map<string, string>();
  const excluded = new Map<string, Set<string>>();
  const unknowns = new Map<string, Unknown>();
  for (const [key, holds] of decisions) {
    const { values = new Map<string, string>(), unknown } = asked.get(key) ?? {};
    if (unknown !== undefined) unknowns.set(unknown.mark, unknown);
    for (const [mark, value] of values) {
      if (!holds) {
        if (values.size === 1) excluded.set(mark, new Set([...(excluded.get(mark) ?? []), value]));
      } else if ((held.get(mark) ?? value) !== value) return false;
      else held.set(mark, value);
    }
  }
  if ([...held].some(([mark, value]) => excluded.get(mark)?.has(value))) return false;
  return [...excluded].every(([mark, values]) => {
    const { choices } = unknowns.get(mark) ?? {};
    return choices === undefined || choices.some((choice) => !values.has(choice));
  });
}

/** With the values for which the comparisons hold that do. */
function withDecided(
  configuration: Configuration,
  decisions: Decisions,
  asked: ReadonlyMap<string, Comparison>,
): Configuration {
  const values = [...decisions].flatMap(([key, holds]) => (holds ? [...(asked.get(key)?.values ?? [])] : []));
  return values.length === 0
    ? configuration
    : { ...configuration, supposed: [...(configuration.supposed ?? []), ...values] };
}
