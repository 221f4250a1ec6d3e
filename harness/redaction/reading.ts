/** A text as it reads once something has been decoded, with where each of its characters stands in its source. */
export interface Reading {
  readonly text: string;
  /** Where the source of a character begins. */
  startOf(at: number): number;
  /** Where the source of a character ends. */
  endOf(at: number): number;
}

/** A text that is its own source. */
export function asWritten(text: string): Reading {
  return { text, startOf: (at) => at, endOf: (at) => at + 1 };
}
