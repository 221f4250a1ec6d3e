/** What goes to the thread that runs jq, and what comes back. */
export interface Task {
  readonly program: string;
  /** JSON values, or nothing for a program that is compiled only. */
  readonly inputs: readonly string[];
}

export type Answer =
  /** What jq printed, one result a line; empty where there is none. */
  | { readonly kind: "results"; readonly text: string }
  /** What jq said, in its own words. */
  | { readonly kind: "error"; readonly message: string };
