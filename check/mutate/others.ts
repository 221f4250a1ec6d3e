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
export function othersComparedWith(before: Configuration): (after: Configuration) => AccessOfOthers {
  const whole = asPlayed(wholeWorldOf(before));
  return (after) => {
    const changes = compareAccess(whole, asPlayed(wholeWorldOf(after))).filter(
      (change) => !isOfDelivery(whole, change),
    );
    const of = (kind: AccessChange["kind"]) =>
      sideEffects(changes.filter((change) => change.kind === kind)).map((clause) => clause.replace(/^also /, ""));
    return { gained: of("gained"), lost: of("lost") };
  };
}

function isOfDelivery(configuration: Configuration, { ask: { person } }: AccessChange): boolean {
  const { principal } = person;
  if (principal.kind === "service") return principal.service === "firehose.amazonaws.com";
  return isOwnRole(configuration, person);
}
