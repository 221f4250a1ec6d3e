import { explain, groundsOf } from "../../emulator/index.ts";
import { accountNames } from "../accounts.ts";
import type { Configuration } from "../configuration.ts";
import type { Person } from "../effective/ask.ts";
import type { Judgement } from "../effective/authority.ts";
import { strangeAccount } from "../effective/people.ts";
import { ownPoliciesName } from "../effective/policies-in-force.ts";
import { locationOf } from "../locate.ts";
import type { SourceLocation } from "../source.ts";
import type { Access } from "./matrix.ts";

/** Why somebody may do something or not, as one or several lines. */
export function reasonOf({ actor, judgement }: Access, configuration: Configuration): string {
  if (judgement === undefined) return "there is nothing of the kind";
  if (judgement.kind === "refused") return judgement.because;
  const names = new Map([...accountNames(configuration), [strangeAccount, "any other account"]]);
  const lines = explain(judgement.request, judgement.decision, names).split("\n");
  // Nobody asks how to let a stranger in.
  return lines
    .filter((line) => !/^ {2}fix /.test(line))
    .map((line) => withoutStandIn(line, actor))
    .join("\n");
}

/** Whoever is drawn has no name and no policies of its own: it is said what is taken of them. */
function withoutStandIn(written: string, { who, person }: Access["actor"]): string {
  const { principal } = person;
  const standIn = isDrawn(person) && principal.kind === "assumed-role" ? `role \`${principal.roleName}\`` : undefined;
  const line =
    standIn === undefined ? written : written.replaceAll(`a session of ${standIn}`, who).replaceAll(standIn, who);
  const [, label = "", text = ""] = /^( {2}\S+ +)(.*)$/.exec(line) ?? [];
  if (label.startsWith("  principal")) return isDrawn(person) ? `${label}${who}` : line;
  if (!label.startsWith("  identity")) return line;
  if (text.includes(`policy \`${ownPoliciesName}\``))
    return `${label}taken as allowed: what their own account's policies say is not in the input`;
  if (person.is === "named") return `${label}not known: what their own policies say is not in the input`;
  return person.is === "powerless" ? `${label}not allowed: their own account allows them nothing` : line;
}

function isDrawn({ is, isLike }: Person): boolean {
  return is !== undefined || isLike !== undefined;
}

/** The statement of the input that settled it, a resource's before the caller's own. */
export function placeOf(judgement: Judgement | undefined, configuration: Configuration): SourceLocation | undefined {
  if (judgement?.kind !== "decided") return undefined;
  const { request, decision } = judgement;
  if (decision.kind === "implicitly-denied") return undefined;
  const grounds = groundsOf(request, decision);
  const byResource = grounds.toSorted((one, other) => Number(isIdentity(one)) - Number(isIdentity(other)));
  for (const ground of byResource) {
    const place = locationOf(configuration, ground);
    if (place !== undefined) return place;
  }
  return undefined;
}

function isIdentity({ policyType }: { readonly policyType: string }): boolean {
  return policyType === "identity";
}
