import { gainedIn } from "../access/compare.ts";
import type { Moment } from "../access/contexts.ts";
import type { Configuration } from "../configuration.ts";
import { type AccessChange, compareAccess } from "../effective/compare.ts";
import { isOwnRole } from "../effective/own-calls.ts";
import { sideEffects } from "../effective/words.ts";
import { wholeWorldOf } from "../unknown/judge.ts";
import { asPlayed } from "../unknown/world.ts";

/** What a change gives and takes from everybody but the delivery, a clause each. */
export interface AccessOfOthers {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** Compares with a configuration whatever is made of it. */
export function othersComparedWith(before: Configuration, now: Moment): (after: Configuration) => AccessOfOthers {
  const whole = asPlayed(wholeWorldOf(before));
  return (after) => {
    const changed = asPlayed(wholeWorldOf(after));
    const changes = compareAccess(whole, changed).filter((change) => !isOfDelivery(whole, change));
    const of = (kind: AccessChange["kind"]) =>
      sideEffects(changes.filter((change) => change.kind === kind)).map((clause) => clause.replace(/^also /, ""));
    // What somebody can do newly says more than the calls that it takes.
    const able = gainedIn(whole, changed, now);
    return { gained: able.length > 0 ? able : of("gained"), lost: of("lost") };
  };
}

function isOfDelivery(configuration: Configuration, { ask: { person } }: AccessChange): boolean {
  const { principal } = person;
  if (principal.kind === "service") return principal.service === "firehose.amazonaws.com";
  return isOwnRole(configuration, person);
}
