/** Reasons of a check in words that every form of the diagram shares. */
import type { Ground } from "../../harness/result.ts";
import type { Arrow, ArrowVerdict, Check, Diagram } from "./model.ts";

export const signs: Readonly<Record<ArrowVerdict, string>> = { allowed: "✓", denied: "✗", unknown: "?" };

/** `bucket policy`, `role policy`, … */
const policyKinds: Readonly<Record<Ground["policyType"], string>> = {
  identity: "identity policy",
  "permissions-boundary": "permissions boundary",
  session: "session policy",
  "service-control": "service control policy",
  resource: "resource policy",
  "resource-control": "resource control policy",
  trust: "trust policy",
  key: "key policy",
  grant: "grant",
  acl: "access control list",
};

/** `account A`; its id where it is none of the two. */
export function accountName(accountId: string, { accounts }: Pick<Diagram, "accounts">): string {
  const known = accounts.find(({ id }) => id === accountId);
  return known === undefined || accounts.length === 1 ? `account ${accountId}` : `account ${known.name}`;
}

/** `bucket policy of landing in account B` */
export function placeOf({ policyType, attachedTo, accountId }: Ground, diagram: Pick<Diagram, "accounts">): string {
  const bucket = /^arn:[^:]*:s3:::([^/]+)$/.exec(attachedTo)?.[1];
  const kind = policyType === "resource" && bucket !== undefined ? "bucket policy" : policyKinds[policyType];
  const holder = bucket ?? attachedTo.split(/[:/]/).at(-1) ?? attachedTo;
  return `${kind} of ${holder} in ${accountName(accountId, diagram)}`;
}

/** What the statement is called: its Sid, else its place in the document. */
export function statementName({ statement }: Ground): string | undefined {
  if (statement === undefined) return undefined;
  return statement.sid === undefined || statement.sid === "" ? `statement ${statement.index + 1}` : statement.sid;
}

/** What a ground does, in one line. */
export function groundText(ground: Ground, diagram: Pick<Diagram, "accounts">): string {
  const place = placeOf(ground, diagram);
  const name = statementName(ground);
  if (name === undefined) return `no statement allows it in the ${place}`;
  if (ground.effect === "allows") return `${name} in the ${place} allows it`;
  if (ground.effect === "denies") return `${name} in the ${place} denies it`;
  return `${name} in the ${place} comes nearest: ${ground.reasons.join(", and ")}`;
}

/** The lines of `explain` that say how to repair a denial. */
export function fixesOf({ explanation = "" }: Check): readonly string[] {
  return explanation.split("\n").flatMap((line) => /^ {2}fix +(.*)$/.exec(line)?.[1] ?? []);
}

/** Why a check that nobody's policy decided was decided so. */
export function groundless({ verdict, principal }: Check): string | undefined {
  if (verdict === "denied") return undefined;
  return /:root$/.test(principal)
    ? "The root user of an account may do everything in it."
    : "No policy has to allow it.";
}

/** The arrows that were denied first, then those without a verdict, then the rest; each kind in the diagram's order. */
export function worstFirst(arrows: readonly Arrow[]): readonly Arrow[] {
  const rank: Readonly<Record<ArrowVerdict, number>> = { denied: 0, unknown: 1, allowed: 2 };
  return arrows.toSorted((a, b) => rank[a.verdict] - rank[b.verdict]);
}
