import type { Resource } from "../journal/journal.ts";
import { logGroupFolder, type Tags, tagNames } from "./names.ts";

/** What is known of something in an account. */
export interface Seen extends Pick<Resource, "kind" | "accountId" | "name"> {
  readonly tags: Tags;
}

/** The part of the configuration that says what a run's things are called and where they are. */
export interface Realm {
  /** `crosscheck` */
  readonly prefix: string;
  /** Ids of the configured accounts. */
  readonly accounts: readonly string[];
}

export type Ownership =
  | { readonly kind: "ours"; readonly run: string }
  /** `because`: a clause. */
  | { readonly kind: "not-ours"; readonly because: string };

/**
 * Whether something was provably made by a run: its account is one of the two, its name begins with a run's prefix, and
 * its tag names the same run. Nothing less is touched.
 */
export function isOurs({ kind, accountId, name, tags }: Seen, { prefix, accounts }: Realm): Ownership {
  if (!accounts.includes(accountId)) return notOurs(`account ${accountId} is not one of the configured`);
  const run = runInName(kind, name, prefix);
  if (run === undefined) return notOurs(`its name does not begin with \`${prefix}-\` and a run`);
  const tagged = tags[tagNames.run];
  if (tagged === undefined) return notOurs(`it has no tag \`${tagNames.run}\``);
  if (tagged !== run) return notOurs(`its name says run ${run} and its tag \`${tagNames.run}\` says \`${tagged}\``);
  return { kind: "ours", run };
}

/** The run that a name belongs to by its looks; undefined for all other names. */
export function runInName(kind: Resource["kind"], name: string, prefix: string): string | undefined {
  const bare = kind === "log-group" ? withoutStart(name, logGroupFolder) : name;
  const [, run] = /^([a-z0-9]{10})-./.exec(withoutStart(bare, `${prefix}-`)) ?? [];
  return run;
}

/** Empty where it does not start so. */
function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : "";
}

function notOurs(because: string): Ownership {
  return { kind: "not-ours", because };
}
