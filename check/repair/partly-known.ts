import type { Configuration } from "../configuration.ts";
import { findPolicy, type PolicyPlace } from "../places/places.ts";
import { marksIn } from "../unknown/texts.ts";

/** Whether nobody can write a policy out as it is: it has lists of which not all is known. */
export function isPartlyKnown(configuration: Configuration, place: PolicyPlace): boolean {
  const marks = marksIn(findPolicy(configuration, place)?.text);
  return configuration.unknowns.some(({ mark, isListed }) => isListed === true && marks.has(mark));
}
