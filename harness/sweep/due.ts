import type { FoundJournal } from "../journal/read-journals.ts";
import { isOurs, type Realm, type Seen } from "./is-ours.ts";
import { tagNames } from "./names.ts";

/** What there is to decide with, beside what is seen in the account. */
export interface Knowledge extends Realm {
  readonly journals: readonly Pick<FoundJournal, "header" | "life">[];
  /** Of the target's time. */
  readonly nowMs: number;
  /** The one run to sweep; every run that is over unless given. */
  readonly run: string | undefined;
}

export type Due =
  | { readonly kind: "due"; readonly run: string }
  /** Somebody may need it still. `because`: a clause. */
  | { readonly kind: "not-due"; readonly because: string }
  /** It has to be looked at by a person. `because`: a clause. */
  | { readonly kind: "not-ours"; readonly because: string };

/** Whether something is to be removed: provably ours, and of a run that is over. */
export function dueOf(seen: Seen, knowledge: Knowledge): Due {
  const ownership = isOurs(seen, knowledge);
  if (ownership.kind === "not-ours") return ownership;
  const { run } = ownership;
  const written = knowledge.journals.find(({ header }) => header.run === run);
  if (written?.life === "alive")
    return { kind: "not-due", because: `run ${run} goes on in process ${written.header.pid}` };
  if (run === knowledge.run || written?.life === "gone") return { kind: "due", run };
  const expires = seen.tags[tagNames.expires];
  const expiresMs = Date.parse(expires ?? "");
  if (Number.isNaN(expiresMs)) {
    const says = expires === undefined ? "is missing" : `says \`${expires}\`, which is no time`;
    return { kind: "not-ours", because: `its tag \`${tagNames.expires}\` ${says}; sweep it with --run ${run}` };
  }
  if (expiresMs <= knowledge.nowMs) return { kind: "due", run };
  return { kind: "not-due", because: `run ${run} may go on elsewhere until ${expires}; sweep it with --run ${run}` };
}

/** Whether a journal's run is over, as far as can be known here. */
export function isOver({ header, life }: Pick<FoundJournal, "header" | "life">, { run, nowMs }: Knowledge): boolean {
  if (life === "alive" || (run !== undefined && header.run !== run)) return false;
  return life === "gone" || header.run === run || Date.parse(header.expires) <= nowMs;
}
