import { abilities } from "../access/abilities.ts";
import type { Moment } from "../access/contexts.ts";
import { actorsOf, matrixIn } from "../access/matrix.ts";
import { shownActors } from "../access/shown-actors.ts";
import { waysText } from "../access/words.ts";
import type { Configuration } from "../configuration.ts";
import { type Behaviour, behaviourOf } from "../mutate/behaviour.ts";
import { works } from "../mutate/purpose.ts";
import { judge, wholeWorldOf } from "../unknown/judge.ts";
import { asPlayed, asWritten, inWords, type Playable } from "../unknown/world.ts";
import { denying } from "./deny.ts";
import { grantedPatterns, matches } from "./granted.ts";

/**
 * What a configuration does, for people to approve and to compare with: nothing of how its policies are worded. Everything
 * is sorted, so that a difference in the file is a difference in behaviour.
 */
export interface BehaviourRecord {
  readonly format: "firehose-crosscheck/baseline/2";
  readonly verdict: "works" | "broken" | "inconclusive";
  /** Why it does not work, or what could not be checked. */
  readonly because?: string;
  readonly object?: {
    readonly owner: "account A" | "account B";
    readonly encryption: string;
    /** `FULL_CONTROL to account B` */
    readonly grants: readonly string[];
  };
  /** By what can be done, who can do it, and how where that is not simply so. */
  readonly access: Readonly<Record<string, readonly string[]>>;
  /** What Firehose is asked for, by whoever must allow it. */
  readonly permissions: { readonly A: Permissions; readonly B: Permissions };
  readonly notChecked: readonly string[];
}

export interface Permissions {
  /** Denied, the delivery does not work. */
  readonly loadBearing: readonly string[];
  /** Denied, it works, and something is refused nevertheless. */
  readonly used: readonly string[];
  /** Granted by policies, as these write it, and never asked for. */
  readonly excess: readonly string[];
}

/** `now`: when people ask for what they can do. */
export async function recordOf(configuration: Configuration, now: Moment): Promise<BehaviourRecord> {
  const world = wholeWorldOf(configuration);
  return inWords(world.configuration, asWritten(world, await recordIn(configuration, asPlayed(world), now)));
}

async function recordIn(configuration: Configuration, played: Playable, now: Moment): Promise<BehaviourRecord> {
  const behaviour = await behaviourOf(configuration);
  const { outcome } = await judge(configuration, { by: "direct" });
  const { object } = behaviour.outcome;
  const verdict = outcome.kind === "works" && !works(behaviour) ? "broken" : outcome.kind;
  return {
    format: "firehose-crosscheck/baseline/2",
    verdict,
    ...(verdict !== "works" && { because: outcome.summary }),
    ...(object !== undefined && {
      object: {
        owner: `account ${object.owner}`,
        encryption: [object.encryption?.algorithm ?? "none", object.encryption?.keyArn].filter(Boolean).join(" by "),
        grants: object.grants
          .map(
            ({ grantee, permission, side }) => `${permission} to ${side === undefined ? grantee : `account ${side}`}`,
          )
          .sort(),
      },
    }),
    access: accessIn(played, now),
    permissions: {
      A: await permissionsOf(configuration, behaviour, "A"),
      B: await permissionsOf(configuration, behaviour, "B"),
    },
    notChecked: outcome.notChecked.map(({ what }) => what).sort(),
  };
}

/** Without what only describes: a baseline is for people to read. */
function accessIn(played: Playable, now: Moment): BehaviourRecord["access"] {
  const told = abilities.filter(({ isMinor }) => isMinor !== true);
  const actors = actorsOf(played);
  const all = matrixIn(played, { now })(actors, told);
  const shown = shownActors(actors, all);
  const access = all.filter(({ actor, ways }) => ways.length > 0 && shown.includes(actor));
  return Object.fromEntries(
    told.map(({ name }) => [
      name,
      access
        .filter(({ ability }) => ability === name)
        .map((each) => `${each.actor.who}${waysText(each)}`)
        .sort(),
    ]),
  );
}

/** By denying one action after the other where that account decides, whatever statement allows it. */
async function permissionsOf(configuration: Configuration, before: Behaviour, side: "A" | "B"): Promise<Permissions> {
  const loadBearing: string[] = [];
  const used: string[] = [];
  for (const action of before.asked) {
    const denied = denying(configuration, side, action);
    if (denied === undefined) continue;
    const after = await behaviourOf(denied);
    if (works(before) && !works(after)) loadBearing.push(action);
    else if (after.denied.includes(action)) used.push(action);
  }
  const excess = grantedPatterns(configuration, side).filter(
    (pattern) => !before.asked.some((action) => matches(pattern, action)),
  );
  return { loadBearing, used, excess };
}
