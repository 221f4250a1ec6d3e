import * as v from "valibot";
import { didYouMean } from "../nearest.ts";

/** Whoever writes one of these into the file means well, and must not. */
const credentialMembers = /secret|session_?token|access_?key|password/i;

/** An object with these members and no other. `what`: what to write instead of something else. */
export function members<const Entries extends v.ObjectEntries>(entries: Entries, what: string) {
  return v.strictObject(entries, (issue) => {
    const member = memberOf(issue);
    if (member === undefined) return `must be ${what}, got ${shown(issue.input)}`;
    if (issue.expected !== "never") return `is missing: write ${what}`;
    return credentialMembers.test(member)
      ? "is not known here, and no credentials go into this file: name a profile, a role or the environment that has them; if they were ever committed, make new ones"
      : `is not known here; ${didYouMean(member, Object.keys(entries))}`;
  });
}

function memberOf(issue: v.StrictObjectIssue): string | undefined {
  return "path" in issue && Array.isArray(issue.path) ? String(issue.path.at(-1)?.key) : undefined;
}

/** One of several objects, which say by `kind` which they are. */
export function oneOf<const Options extends v.VariantOptions<"kind">>(kinds: readonly string[], options: Options) {
  return v.variant("kind", options, (issue) => {
    const { input: kind, path } = issue;
    if (path === undefined) return `must be { kind: … }, got ${shown(kind)}: ${listed(kinds)}`;
    if (kind === undefined) return `is missing: ${listed(kinds)}`;
    if (typeof kind !== "string") return `must be one of them, got ${shown(kind)}: ${listed(kinds)}`;
    return `is \`${kind}\`, which is no kind here; ${didYouMean(kind, kinds)}`;
  });
}

function listed(kinds: readonly string[]): string {
  return `there are ${kinds.map((kind) => `\`${kind}\``).join(", ")}`;
}

/** A text of a form. `what` it must be: with an example. */
export function text(what: string, pattern = /\S/) {
  return v.pipe(v.string(wrong(what)), v.regex(pattern, wrong(what)));
}

export function wholeNumber(least: number, most: number) {
  const message = wrong(`a whole number from ${least} to ${most}`);
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

export function list<Item extends v.GenericSchema>(item: Item, what: string) {
  return v.array(item, wrong(what));
}

export function wrong(what: string) {
  return ({ input }: v.BaseIssue<unknown>) => `must be ${what}, got ${shown(input)}`;
}

const longest = 60;

function shown(input: unknown): string {
  if (input === undefined) return "nothing";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object" && input !== null) return "an object";
  if (typeof input === "function") return "a function";
  if (typeof input !== "string") return String(input);
  return JSON.stringify(input.length > longest ? `${input.slice(0, longest)}…` : input);
}
