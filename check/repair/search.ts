import { isDeepStrictEqual } from "node:util";
import type { Configuration } from "../configuration.ts";
import { relevantPart } from "../relevant.ts";
import { replay } from "../replay/replay.ts";
import { baseWorldOf, type InWorld } from "../unknown/judge.ts";
import { asPlayed, asWritten, type World } from "../unknown/world.ts";
import { outcomeOf, type WorldOutcome } from "../verdict.ts";
import { apply } from "./apply.ts";
import { type Candidate, candidatesFor } from "./candidates.ts";
import type { ConfigurationChange } from "./change.ts";

/** Changes that were tried and seen to work. */
export interface ProvenRepair {
  readonly changes: readonly ConfigurationChange[];
  readonly configuration: Configuration;
}

/** Each step lifts one denial; a delivery asks for some ten permissions of two sides. */
const mostSteps = 30;

/**
 * The smallest set of changes found that makes the configuration work, each step tried in an embedded AWS: what lifts the
 * first cause, then what lifts the next, until it works; and what turns out not to be needed is left out again. Undefined
 * where nothing that was tried leads there.
 */
export async function findRepair(
  configuration: Configuration,
  inWorld: InWorld = baseWorldOf,
): Promise<ProvenRepair | undefined> {
  let at: Tried = { configuration, ...(await tryOut(configuration, inWorld)), changes: [] };
  const seen = new Set([signatureOf(at.outcome)]);
  for (let step = 0; step < mostSteps && at.outcome.kind === "broken"; step++) {
    const next = await firstProgress(at, seen, inWorld);
    if (next === undefined) return undefined;
    seen.add(signatureOf(next.outcome));
    at = next;
  }
  if (at.outcome.kind === "broken") return undefined;
  const changes = await needed(configuration, at.changes, inWorld);
  return { changes, configuration: changes.reduce(apply, configuration) };
}

interface Tried {
  readonly configuration: Configuration;
  readonly world: World;
  /** In the terms of the world. */
  readonly outcome: WorldOutcome;
  readonly changes: readonly ConfigurationChange[];
}

/** The first candidate after which it works, or else fails for a reason that has not been met before. */
async function firstProgress(at: Tried, seen: ReadonlySet<string>, inWorld: InWorld): Promise<Tried | undefined> {
  let progress: Tried | undefined;
  for (const candidate of candidatesIn(at)) {
    const tried = await attempt(at, candidate, inWorld);
    if (tried === undefined) continue;
    if (tried.outcome.kind !== "broken") return tried;
    if (!seen.has(signatureOf(tried.outcome)) && !isStepBack(at, tried)) progress ??= tried;
  }
  return progress;
}

/** From the policies as they are written, not as the world has decided what is open in them. */
function candidatesIn({ configuration, world, outcome }: Tried): readonly Candidate[] {
  const written = asPlayed({ configuration: relevantPart(configuration), assignment: world.assignment });
  return asWritten(world, candidatesFor(written, outcome));
}

/** A document that AWS no longer takes is no progress, whatever else it changes. */
function isStepBack(before: Tried, after: Tried): boolean {
  const refusedIn = ({ outcome }: Tried) => outcome.refused.filter(({ call }) => !creating.test(call)).length;
  return refusedIn(after) > refusedIn(before);
}

const creating = /CreateDeliveryStream$/;

async function attempt(
  { configuration, changes }: Tried,
  candidate: Candidate,
  inWorld: InWorld,
): Promise<Tried | undefined> {
  try {
    const after = candidate.reduce(apply, configuration);
    return { configuration: after, ...(await tryOut(after, inWorld)), changes: [...changes, ...candidate] };
  } catch (error) {
    // A change whose place is not there is no candidate.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function tryOut(configuration: Configuration, inWorld: InWorld): Promise<Pick<Tried, "world" | "outcome">> {
  const world = inWorld(configuration);
  const played = asPlayed(world);
  return { world, outcome: outcomeOf(played, await replay(played, { by: "direct" })) };
}

/** Without those that later ones made needless. Edits count positions in a document, so that only the rest may stay. */
async function needed(
  configuration: Configuration,
  changes: readonly ConfigurationChange[],
  inWorld: InWorld,
): Promise<readonly ConfigurationChange[]> {
  let kept = changes;
  for (const change of changes) {
    if (kept.length === 1) break;
    const fewer = kept.filter((each) => each !== change);
    if (await worksWith(configuration, fewer, kept, inWorld)) kept = fewer;
  }
  return kept;
}

/** Fewer that come to the same are not fewer: a later change that lists what an earlier one added would be told as half. */
async function worksWith(
  configuration: Configuration,
  fewer: readonly ConfigurationChange[],
  all: readonly ConfigurationChange[],
  inWorld: InWorld,
): Promise<boolean> {
  try {
    const after = fewer.reduce(apply, configuration);
    if (isDeepStrictEqual(after, all.reduce(apply, configuration))) return false;
    return (await tryOut(after, inWorld)).outcome.kind !== "broken";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What one outcome has in common with another that is no better. */
function signatureOf({ kind, cause }: WorldOutcome): string {
  if (cause === undefined) return kind;
  const { action, code, message, grounds } = cause;
  const sides = grounds.map(({ policyType, attachedTo, statement }) => [policyType, attachedTo, statement?.index]);
  return JSON.stringify([cause.kind, action, code, message, sides]);
}
