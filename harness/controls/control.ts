import type { Finding } from "../result.ts";
import type { Stage } from "./stage.ts";

/** A small scenario whose right answer on AWS is known: it shows whether a target can fail the checks that lean on it. */
export interface Control {
  /** In kebab-case; what scenarios and checks lean on. */
  readonly name: string;
  /** What AWS does, as a sentence. */
  readonly title: string;
  /** A rejection counts as "not measured". */
  readonly measure: (stage: Stage) => Promise<Finding>;
}

export function control<Name extends string>(
  definition: Control & { readonly name: Name },
): Control & { readonly name: Name } {
  return definition;
}

export const holds: Finding = { kind: "holds" };

export function fails(observed: string): Finding {
  return { kind: "fails", observed };
}

export function notMeasured(because: string): Finding {
  return { kind: "not-measured", because };
}
