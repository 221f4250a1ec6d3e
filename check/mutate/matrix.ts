import type { Moment } from "../access/contexts.ts";
import type { Configuration } from "../configuration.ts";
import { type Behaviour, behaviourOf } from "./behaviour.ts";
import { mutate } from "./mutate.ts";
import type { Mutation } from "./mutation.ts";
import { mutationsOf } from "./mutations.ts";
import { type AccessOfOthers, othersComparedWith } from "./others.ts";
import { changesOf, documentedActions, type Finding, failureOf, isSame, works } from "./purpose.ts";

/** What everything in a configuration is for. */
export interface Matrix {
  readonly behaviour: Behaviour;
  readonly findings: readonly Finding[];
}

export interface MatrixSettings {
  /** Plays a configuration; here unless given, elsewhere where there are more cores. */
  readonly play?: (configuration: Configuration) => Promise<Behaviour>;
  /** How many are played at a time; 1 unless given. */
  readonly parallel?: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** When people ask; the present unless given. */
  readonly at?: Moment;
}

/** Elements whose removal can be advice. */
const removable = new Set(["statement", "action", "resource", "principal", "policy", "grant"]);

/**
 * Plays every mutation of a configuration and says what each showed. Excess is what can go together with all other excess:
 * it is taken away one by one, each time with the rest gone already.
 */
export async function matrixOf(configuration: Configuration, settings: MatrixSettings = {}): Promise<Matrix> {
  const { play = behaviourOf, parallel = 1, onProgress = () => {}, at = Date.now() } = settings;
  const before = await play(configuration);
  const mutations = mutationsOf(configuration);
  const after = new Map<Mutation, Behaviour>();
  const waiting = mutations.values();
  const playOn = async () => {
    for (const mutation of waiting) {
      after.set(mutation, await play(mutate(configuration, mutation.change)));
      onProgress(after.size, mutations.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, playOn));
  const othersIn = othersComparedWith(configuration, at);
  const first = mutations.map((mutation) =>
    firstFinding(mutation, before, after.get(mutation) ?? before, othersIn(mutate(configuration, mutation.change))),
  );
  const excess = await removableTogether(configuration, before, first.filter(isCandidate), play, othersIn);
  const findings = first.map((finding): Finding => {
    if (!isCandidate(finding)) return finding;
    return { ...finding, effect: excess.has(finding.mutation.id) ? "excess" : "redundant" };
  });
  return { behaviour: before, findings };
}

function firstFinding(mutation: Mutation, before: Behaviour, after: Behaviour, others: AccessOfOthers): Finding {
  const changes = changesOf(before, after);
  const failure = works(before) ? failureOf(after) : undefined;
  // A document that AWS does not take lets nobody in.
  const grants = after.refused.length > before.refused.length ? [] : others.gained;
  const base = { mutation, grants, takes: others.lost, changes };
  if (failure !== undefined) {
    return { ...base, effect: mutation.kind === "remove" ? "load-bearing" : "breaking", failure };
  }
  const isMoreDenied = after.denied.some((action) => !before.denied.includes(action));
  if (mutation.kind === "remove" && isMoreDenied) return { ...base, effect: "used" };
  if (mutation.kind === "remove" && others.lost.length > 0) return { ...base, effect: "for-others" };
  if (isDocumented(mutation)) return { ...base, effect: "documented" };
  return { ...base, effect: "harmless" };
}

function isDocumented({ kind, element, text }: Mutation): boolean {
  return (
    kind === "remove" && element === "action" && documentedActions.some((action) => text.includes(`\`${action}\``))
  );
}

/** What takes something away from nobody but the flow, and the flow did not miss it. */
function isCandidate({ effect, mutation, grants }: Finding): boolean {
  return effect === "harmless" && mutation.kind === "remove" && removable.has(mutation.element) && grants.length === 0;
}

/** Mutations by id, for their positions in the documents move as others are carried out. */
async function removableTogether(
  configuration: Configuration,
  before: Behaviour,
  candidates: readonly Finding[],
  play: (configuration: Configuration) => Promise<Behaviour>,
  othersIn: (after: Configuration) => AccessOfOthers,
): Promise<ReadonlySet<string>> {
  const excess = new Set<string>();
  let reduced = configuration;
  for (const { mutation } of candidates) {
    const now = mutationsOf(reduced).find(({ id }) => id === mutation.id);
    // What it was part of is gone already.
    if (now === undefined) continue;
    const without = mutate(reduced, now.change);
    const behaviour = await play(without);
    const { gained, lost } = othersIn(without);
    if (!isSame(before, behaviour) || gained.length > 0 || lost.length > 0) continue;
    excess.add(mutation.id);
    reduced = without;
  }
  return excess;
}
