import { type Resource, resourceTitle } from "../journal/resource.ts";

/** What became of one thing, or of a list of things. `because`: a clause. */
export type SweepOutcome =
  | { readonly kind: "removed" | "would-remove"; readonly resource: Resource; readonly run: string }
  /** Somebody may need it still. */
  | { readonly kind: "not-due"; readonly resource: Resource; readonly because: string }
  /** It could not be removed, or a person has to decide. */
  | { readonly kind: "left"; readonly resource: Resource; readonly because: string }
  /** There may be more. */
  | { readonly kind: "unseen"; readonly what: string; readonly because: string };

const words: Readonly<Record<SweepOutcome["kind"], string>> = {
  removed: "removed",
  "would-remove": "would remove",
  "not-due": "not yet",
  left: "left",
  unseen: "not seen",
};

/** One line: `left          role crosscheck-… in account 111111111111: it has no tag …` */
export function outcomeLine(outcome: SweepOutcome): string {
  const what = outcome.kind === "unseen" ? outcome.what : resourceTitle(outcome.resource);
  const why = "because" in outcome ? `: ${outcome.because}` : "";
  return `${words[outcome.kind].padEnd(12)}  ${what}${why}`;
}

/** What the sweep came to: `5 removed, nothing left`. */
export function outcomeSummary(outcomes: readonly SweepOutcome[]): string {
  const count = (kind: SweepOutcome["kind"]) => outcomes.filter((each) => each.kind === kind).length;
  const done = count("would-remove") > 0 ? `${count("would-remove")} would be removed` : `${count("removed")} removed`;
  const left = count("left") + count("unseen");
  const later = count("not-due");
  return [done, left === 0 ? "nothing left" : `${left} left`, ...(later > 0 ? [`${later} not yet due`] : [])].join(
    ", ",
  );
}

/** Whether a person has to look at something. */
export function isClean(outcomes: readonly SweepOutcome[]): boolean {
  return !outcomes.some(({ kind }) => kind === "left" || kind === "unseen");
}
