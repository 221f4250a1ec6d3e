import type { Configuration } from "../configuration.ts";
import type { SourceLocation } from "../source.ts";
import type { World } from "./world.ts";

/** Something that the input, or what is known of AWS, leaves open, and the ways in which it may turn out. */
export interface Question {
  /** A noun phrase. */
  readonly what: string;
  /** Why it is open, as a clause. */
  readonly because: string;
  /** What would settle it, as an imperative. */
  readonly settledBy: string;
  readonly source: SourceLocation;
  /** The ways that differ from how the configuration stands. */
  readonly answers: readonly Answer[];
}

export interface Answer {
  /** `more`: nobody is refused more for it. `less`: nobody is allowed more. `other`: either may happen. */
  readonly direction: "more" | "less" | "other";
  readonly in: (world: World) => World;
}

/** An answer that changes the configuration. */
export function changing(
  direction: Answer["direction"],
  change: (configuration: Configuration) => Configuration,
): Answer {
  return { direction, in: (world) => ({ ...world, configuration: change(world.configuration) }) };
}
