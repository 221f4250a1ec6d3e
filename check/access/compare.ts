import type { Playable } from "../unknown/world.ts";
import { abilities } from "./abilities.ts";
import { actorsIn } from "./actors.ts";
import type { Moment } from "./contexts.ts";
import { isPlain, matrixIn, statementsOf, type Way } from "./matrix.ts";
import { waysText } from "./words.ts";

const told = abilities.filter(({ isMinor }) => isMinor !== true);

/**
 * What those who are no part of the flow can do after a change and could not before, a clause each: `an administrator of account
 * A can read the object`. Both are asked for everybody whom either names.
 */
export function gainedIn(before: Playable, after: Playable, now: Moment): readonly string[] {
  const [old, changed] = [statementsOf(before), statementsOf(after)];
  const actors = actorsIn(after, [...old, ...changed]).filter(
    ({ isPartOfFlow, person }) => !isPartOfFlow && person.principal.kind !== "root",
  );
  const was = matrixIn(before, { now, also: changed })(actors, told);
  const is = matrixIn(after, { now, also: old })(actors, told);
  const gained = is.map((access, index) => ({ ...access, ways: newWays(was[index]?.ways ?? [], access.ways) }));
  return told.flatMap(({ name, can }) =>
    gained
      .filter(({ ability, ways }) => ability === name && ways.length > 0)
      .map((access) => `${access.actor.who} can ${can}${waysText(access)}`),
  );
}

/** What was not possible in the same way, nor in any. */
function newWays(before: readonly Way[], after: readonly Way[]): readonly Way[] {
  return after.flatMap((way) => {
    const alike = before.filter((each) => isPlain(each) || sameWay(each) === sameWay(way));
    const actions = way.actions.filter((action) => !alike.some((each) => each.actions.includes(action)));
    const isWhole = way.isWhole && actions.length === way.actions.length;
    return actions.length === 0 ? [] : [{ ...way, actions, isWhole }];
  });
}

function sameWay({ on, with: needs }: Way): string {
  return JSON.stringify([on, needs]);
}
