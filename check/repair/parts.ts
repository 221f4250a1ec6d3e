import { accountOfArn } from "../../emulator/model/arn.ts";
import { accountNames } from "../accounts.ts";
import type { Configuration } from "../configuration.ts";
import { compareAccess } from "../effective/compare.ts";
import { accountOfPlace } from "../places/places.ts";
import { replay } from "../replay/replay.ts";
import { type InWorld, wholeWorldOf } from "../unknown/judge.ts";
import { asPlayed } from "../unknown/world.ts";
import { outcomeOf, type WorldOutcome } from "../verdict.ts";
import { apply } from "./apply.ts";
import type { ConfigurationChange } from "./change.ts";

/** What one of those who share a repair has to do of it. */
export interface RepairPart {
  /** `account A (111111111111)`, or whoever else it is. */
  readonly by: string;
  readonly changes: readonly ConfigurationChange[];
}

/** The parts in the order in which they are applied. */
export interface OrderedRepair {
  readonly parts: readonly RepairPart[];
  /** Of several parts: why this order, or that there is none; a sentence. */
  readonly order?: string;
}

/**
 * A repair as its parts, account by account. Whoever applies one of them leaves a state that stands until the next is applied:
 * the order is one in which no such state takes anything from anybody, gives anybody else anything, loses what arrived before,
 * or has a document that AWS refuses.
 */
export async function inOrder(
  configuration: Configuration,
  changes: readonly ConfigurationChange[],
  inWorld: InWorld,
): Promise<OrderedRepair> {
  const groups = Map.groupBy(changes, (change) => partyOf(configuration, change));
  const parts = [...groups].map(([by, own]): RepairPart => ({ by, changes: own }));
  if (parts.length < 2) return { parts };
  const before = await outcomeIn(configuration, inWorld);
  for (const ordered of permutations(parts)) {
    if (!(await isSafe(configuration, ordered, before, inWorld))) continue;
    const names = ordered.map(({ by }) => by);
    return {
      parts: ordered,
      order: `Apply them in this order: ${names.join(", then ")}. No state between loses anything or lets anybody else in.`,
    };
  }
  return {
    parts,
    order:
      "Apply them at one time: in whichever order, a state between loses something, lets somebody in or is refused.",
  };
}

/** Who makes a change. An organization's policies are its management account's. */
function partyOf(configuration: Configuration, change: ConfigurationChange): string {
  const { accountA, accountB } = configuration;
  const ofAccount = (id: string) => accountNames(configuration).get(id) ?? `account ${id}`;
  switch (change.kind) {
    case "set-bucket":
      return ofAccount(accountB.id);
    case "enable-key":
      return ofAccount(accountOfArn(change.arn));
    case "set-role":
      return ofAccount(accountOfArn(change.roleArn));
    case "set-destination":
    case "set-data-stream":
    case "set-source":
      return ofAccount(accountA.id);
    default: {
      const { kind } = change.place;
      if (kind === "service-control" || kind === "resource-control") return "the organization's management account";
      return ofAccount(accountOfPlace(configuration, change.place));
    }
  }
}

async function isSafe(
  configuration: Configuration,
  parts: readonly RepairPart[],
  before: WorldOutcome,
  inWorld: InWorld,
): Promise<boolean> {
  const whole = asPlayed(wholeWorldOf(configuration));
  let at = configuration;
  for (const { changes } of parts.slice(0, -1)) {
    at = changes.reduce(apply, at);
    if (compareAccess(whole, asPlayed(wholeWorldOf(at))).length > 0) return false;
    const between = await outcomeIn(at, inWorld);
    if (between.refused.length > before.refused.length) return false;
    if (before.isDelivered && !between.isDelivered) return false;
  }
  return true;
}

async function outcomeIn(configuration: Configuration, inWorld: InWorld): Promise<WorldOutcome> {
  const played = asPlayed(inWorld(configuration));
  return outcomeOf(played, await replay(played, { by: "direct" }));
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((others) => [item, ...others]));
}
