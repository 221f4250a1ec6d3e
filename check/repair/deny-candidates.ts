import {
  type AuthorizationRequest,
  findStatement,
  type StatementRef,
  suggestFix,
} from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import type { Edit } from "./change.ts";
import type { Denied } from "./denied.ts";
import { narrowedResource } from "./narrowed.ts";
import { type Candidate, savedAgain, statementIn, statementText } from "./placed.ts";
import { acceptingInDeny, sparing, sparingElement, sparingInList } from "./policy-edits.ts";

/** An explicit deny that spares the one who must get through, rather than none at all. */
export function spared(
  configuration: Configuration,
  { request, decision }: Denied,
  how: "in its list" | "anew",
): readonly Candidate[] {
  if (decision.kind !== "explicitly-denied") return [];
  // Whoever has a list of those whom it spares has decided that there are such.
  const leavesOut = how === "anew" ? demandedOf(request, decision.by) : [];
  const toEdits = how === "anew" ? sparing : sparingInList;
  return suggestFix(request, decision).flatMap((repair): readonly Candidate[] => {
    const target = statementIn(configuration, repair);
    const [change] = repair.changes;
    const arn = change?.kind === "spare-or-remove" ? change.arn : identityOf(request);
    if (target === undefined || arn === undefined) return [];
    const { place, policy, index, which } = target;
    const edits = toEdits(policy.text, index, arn);
    if (edits === undefined) return [];
    const text = `except \`${arn}\` from ${which}`;
    const exception = { kind: "edit-policy", place, edits, text, leavesOut, isExemption: how === "anew" } as const;
    return [[savedAgain(configuration, exception, policy.text)]];
  });
}

function identityOf({ principal }: AuthorizationRequest): string | undefined {
  return principal.kind === "assumed-role" ? principal.roleArn : "arn" in principal ? principal.arn : undefined;
}

/** A Deny with one more in a list that it has: of values, of what it leaves out of its actions and resources. */
export function listed(configuration: Configuration, { request, decision }: Denied): readonly Candidate[] {
  if (decision.kind !== "explicitly-denied") return [];
  return suggestFix(request, decision).flatMap((repair): readonly Candidate[] => {
    const target = statementIn(configuration, repair);
    if (target === undefined) return [];
    const { place, policy, index, which } = target;
    const resource = narrowedResource(configuration, request.resource.arn);
    const accepted = acceptingInDeny(policy.text, index, (key) => request.context.get(key.toLowerCase()));
    const all: readonly (readonly [edits: readonly Edit[] | undefined, text: string])[] = [
      [accepted?.edits, `let \`${accepted?.key}\` of ${which} spare \`${accepted?.value}\` too`],
      [
        sparingElement(policy.text, index, "NotResource", resource),
        `add \`${resource}\` to the NotResource of ${which}`,
      ],
      [
        sparingElement(policy.text, index, "NotAction", request.action),
        `add \`${request.action}\` to the NotAction of ${which}`,
      ],
    ];
    return all.flatMap(([edits, text]) =>
      edits === undefined
        ? []
        : [[savedAgain(configuration, { kind: "edit-policy", place, edits, text }, policy.text)]],
    );
  });
}

/** What a Deny asks of every request that the delivery does not carry: a header, TLS, where it comes from. */
function demandedOf(request: AuthorizationRequest, by: StatementRef): readonly string[] {
  return (findStatement(request, by)?.conditions ?? [])
    .filter(({ key }) => !/^aws:(?:Principal|userid|username)/i.test(key))
    .map(({ key }) => `does not ask the delivery for \`${key}\`, as ${statementText(by)} asks everybody`);
}
