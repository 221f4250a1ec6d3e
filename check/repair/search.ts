import { isDeepStrictEqual } from "node:util";
import type { Configuration } from "../configuration.ts";
import { compareAccess } from "../effective/compare.ts";
import { sideEffects } from "../effective/words.ts";
import { relevantPart } from "../relevant.ts";
import { replay } from "../replay/replay.ts";
import { baseWorldOf, type InWorld, wholeWorldOf } from "../unknown/judge.ts";
import { asPlayed, asWritten, type World } from "../unknown/world.ts";
import { outcomeOf, type WorldOutcome } from "../verdict.ts";
import { apply } from "./apply.ts";
import { candidatesFor } from "./candidates.ts";
import type { ConfigurationChange } from "./change.ts";
import type { Candidate } from "./placed.ts";

/** Changes that were tried and seen to work. */
export interface ProvenRepair {
  readonly changes: readonly ConfigurationChange[];
  readonly configuration: Configuration;
  /** What they do beside letting the delivery do what it does, a clause each. */
  readonly sideEffects: readonly string[];
}

/** Each step lifts one denial; a delivery asks for some ten permissions of two sides. */
const mostSteps = 30;

/**
 * The smallest set of changes found that makes the configuration work, each step tried in an embedded AWS: what lifts the
 * first cause, then what lifts the next, until it works; and what turns out not to be needed is left out again. A step that
 * takes something from somebody or gives somebody else something is taken only where no other leads on. Undefined where
 * nothing that was tried works.
 */
export async function findRepair(
  configuration: Configuration,
  inWorld: InWorld = baseWorldOf,
): Promise<ProvenRepair | undefined> {
  const isClean = cleanIn(configuration);
  const found = (await walk(configuration, inWorld, isClean)) ?? (await walk(configuration, inWorld, () => true));
  if (found === undefined) return undefined;
  const changes = await needed(configuration, found, inWorld);
  const after = changes.reduce(apply, configuration);
  const sideEffects = [...new Set([...changes.flatMap(leftOut), ...sideEffectsOf(configuration, after)])];
  return { changes, configuration: after, sideEffects };
}

/** A Deny that has no list of exceptions is given one, or something is taken out: the last that is thought of. */
function isExemption(change: ConfigurationChange): boolean {
  return change.kind === "edit-policy" && change.isExemption === true;
}

function leftOut(change: ConfigurationChange): readonly string[] {
  return change.kind === "edit-policy" ? (change.leavesOut ?? []) : [];
}

/** Whether nobody loses anything by a change, and nobody but the delivery gains anything. */
type IsClean = (after: Configuration) => boolean;

function cleanIn(before: Configuration): IsClean {
  const whole = asPlayed(wholeWorldOf(before));
  return (after) => compareAccess(whole, asPlayed(wholeWorldOf(after))).length === 0;
}

function sideEffectsOf(before: Configuration, after: Configuration): readonly string[] {
  const world = wholeWorldOf(after);
  return asWritten(world, sideEffects(compareAccess(asPlayed(wholeWorldOf(before)), asPlayed(world))));
}

async function walk(
  configuration: Configuration,
  inWorld: InWorld,
  isClean: IsClean,
): Promise<readonly ConfigurationChange[] | undefined> {
  let at: Tried = { configuration, ...(await tryOut(configuration, inWorld)), changes: [] };
  const seen = new Set([signatureOf(at.outcome)]);
  for (let step = 0; step < mostSteps && at.outcome.kind === "broken"; step++) {
    const next = await firstProgress(at, seen, inWorld, isClean);
    if (next === undefined) return undefined;
    seen.add(signatureOf(next.outcome));
    at = next;
  }
  return at.outcome.kind === "broken" ? undefined : at.changes;
}

interface Tried {
  readonly configuration: Configuration;
  readonly world: World;
  /** In the terms of the world. */
  readonly outcome: WorldOutcome;
  readonly changes: readonly ConfigurationChange[];
}

/**
 * The first candidate after which it works, or else fails for a reason that has not been met before: of the clean ones, then
 * of those that except the delivery from a Deny or ask less of it than of others, and of the rest only where none of these
 * leads on.
 */
async function firstProgress(
  at: Tried,
  seen: ReadonlySet<string>,
  inWorld: InWorld,
  isClean: IsClean,
): Promise<Tried | undefined> {
  const all = candidatesIn(at).flatMap((candidate) => changed(at, candidate) ?? []);
  const ranked = Object.groupBy(all, ({ candidate, after }) => {
    if (!isClean(after)) return "others";
    if (candidate.some(isExemption)) return "exempting";
    return candidate.flatMap(leftOut).length === 0 ? "clean" : "lenient";
  });
  for (const rank of ["clean", "exempting", "lenient", "others"] as const) {
    const progress = await progressAmong(ranked[rank] ?? [], at, seen, inWorld);
    if (progress !== undefined) return progress;
  }
  return undefined;
}

async function progressAmong(
  changed: readonly Changed[],
  at: Tried,
  seen: ReadonlySet<string>,
  inWorld: InWorld,
): Promise<Tried | undefined> {
  let progress: Tried | undefined;
  for (const { candidate, after } of changed) {
    const tried = {
      configuration: after,
      ...(await tryOut(after, inWorld)),
      changes: [...at.changes, ...candidate],
    };
    if (tried.outcome.kind !== "broken") return tried;
    if (!seen.has(signatureOf(tried.outcome)) && !isStepBack(at, tried)) progress ??= tried;
  }
  return progress;
}

interface Changed {
  readonly candidate: Candidate;
  readonly after: Configuration;
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

/** Undefined where a change has no place: it is no candidate. */
function changed({ configuration }: Tried, candidate: Candidate): Changed | undefined {
  try {
    return { candidate, after: candidate.reduce(apply, configuration) };
  } catch (error) {
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
  const sides = grounds.map(({ policyType, attachedTo, statement }) => [
    policyType,
    attachedTo,
    statement?.policyName,
    statement?.index,
  ]);
  return JSON.stringify([cause.kind, action, code, message, sides]);
}
