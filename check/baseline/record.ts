import { abilities } from "../access/access.ts";
import type { Configuration } from "../configuration.ts";
import { type Behaviour, behaviourOf } from "../mutate/behaviour.ts";
import { actorText, works } from "../mutate/purpose.ts";
import { judge, wholeWorldOf } from "../unknown/judge.ts";
import { asWritten, inWords } from "../unknown/world.ts";
import { denying } from "./deny.ts";
import { grantedPatterns, matches } from "./granted.ts";

/**
 * What a configuration does, for people to approve and to compare with: nothing of how its policies are worded. Everything
 * is sorted, so that a difference in the file is a difference in behaviour.
 */
export interface BehaviourRecord {
  readonly format: "firehose-crosscheck/baseline/1";
  readonly verdict: "works" | "broken" | "inconclusive";
  /** Why it does not work, or what could not be checked. */
  readonly because?: string;
  readonly object?: {
    readonly owner: "account A" | "account B";
    readonly encryption: string;
    /** `FULL_CONTROL to account B` */
    readonly grants: readonly string[];
  };
  /** By what can be done, who can do it. */
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

export async function recordOf(configuration: Configuration): Promise<BehaviourRecord> {
  const world = wholeWorldOf(configuration);
  return inWords(world.configuration, asWritten(world, await recordIn(configuration)));
}

async function recordIn(configuration: Configuration): Promise<BehaviourRecord> {
  const behaviour = await behaviourOf(configuration);
  const { outcome } = await judge(configuration, { by: "direct" });
  const { object } = behaviour.outcome;
  const verdict = outcome.kind === "works" && !works(behaviour) ? "broken" : outcome.kind;
  return {
    format: "firehose-crosscheck/baseline/1",
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
    access: accessOf(behaviour),
    permissions: {
      A: await permissionsOf(configuration, behaviour, "A"),
      B: await permissionsOf(configuration, behaviour, "B"),
    },
    notChecked: outcome.notChecked.map(({ what }) => what).sort(),
  };
}

function accessOf({ access }: Behaviour): BehaviourRecord["access"] {
  return Object.fromEntries(
    abilities.map((ability) => [
      ability,
      access
        .filter((each) => each.ability === ability && each.isAllowed)
        .map(({ actor }) => actorText(actor))
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
