import { locationText, type SourceLocation } from "./source.ts";

/** Input that cannot be used: what is wrong, where it stands, and how to fix it, in one message. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly location: SourceLocation;
  /** What is wrong, without the place. */
  readonly problem: string;
  readonly fix: string | undefined;

  constructor(location: SourceLocation, problem: string, fix?: string) {
    super(`${locationText(location)}: ${problem}${fix === undefined ? "" : `; ${fix}`}`);
    this.location = location;
    this.problem = problem;
    this.fix = fix;
  }
}

/** What is read; undefined where the input does not have it in a form that can be. */
export function unlessUnreadable<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
