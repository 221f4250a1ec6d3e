import type { Configuration } from "../../../check/configuration.ts";
import { policyTexts } from "../../../check/policy-texts.ts";
import type { ReadSettings } from "../../../check/read/inputs.ts";
import { relevantPart } from "../../../check/relevant.ts";
import { findRepair } from "../../../check/repair/search.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { inWords } from "../../../check/unknown/world.ts";
import { readConfiguration } from "../../support/read-configuration.ts";

/** What is said of inputs, without the places that it is said of. */
export interface Verdict {
  readonly verdict: string;
  readonly summary: string;
  readonly cause?: Cause;
  readonly restsOn: readonly string[];
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
  /** What repairs it, as imperatives; undefined: it is not broken, or nothing does. */
  readonly repair?: readonly string[];
  /** What the policies that count grant and deny once it is repaired. */
  readonly repaired?: readonly string[];
}

interface Cause {
  readonly kind: string;
  readonly action: string;
  readonly code: string;
  readonly refusedBy: readonly string[];
}

/** `folder`: where the inputs are, which no verdict depends on. */
export async function verdictOf(
  inputs: readonly string[],
  folder: string,
  settings: ReadSettings = {},
): Promise<Verdict> {
  const configuration = await readConfiguration(inputs, settings);
  const judged = await judge(configuration, { by: "direct" });
  const { kind, summary, cause, restsOn, assumptions, warnings } = judged.outcome;
  const repair = kind === "broken" ? await findRepair(configuration, judged.inWorld) : undefined;
  const said: Verdict = {
    verdict: kind,
    summary,
    ...(cause !== undefined && {
      cause: {
        kind: cause.kind,
        action: cause.action,
        code: cause.code,
        refusedBy: cause.grounds.map(({ side, policyType, attachedTo }) => `${side}: ${policyType} of ${attachedTo}`),
      },
    }),
    restsOn: restsOn.map(({ what, because, settledBy }) => [what, because, settledBy].join(": ")),
    assumptions: assumptions.map(({ text }) => text),
    warnings: warnings.map(({ text }) => text),
    ...(repair !== undefined && {
      repair: repair.changes.map(({ text }) => text),
      repaired: effectiveStatements(repair.configuration),
    }),
  };
  const told = inWords(judged.world.configuration, said);
  return JSON.parse(
    JSON.stringify(told)
      .replaceAll(`${folder}/`, "")
      .replace(/(\.(?:ya?ml|json)):\d+(?::\d+)?/g, "$1"),
  );
}

/** Each policy that counts, cut into statements of one principal, action and resource each, in no order. */
export function effectiveStatements(configuration: Configuration): readonly string[] {
  const relevant = relevantPart(configuration);
  const all = policyTexts(relevant).flatMap(({ name, text }) => statementsOf(text).map((each) => `${name}: ${each}`));
  return [...new Set(all)].sort();
}

function statementsOf(text: string): readonly string[] {
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  return listOf(Statement).flatMap((statement) => {
    const { Sid: _, Action, Resource, Principal, ...rest } = statement as Readonly<Record<string, unknown>>;
    return listOf(Action).flatMap((action) =>
      listOf(Resource).flatMap((resource) =>
        principalsOf(Principal).map((principal) => JSON.stringify([action, resource, principal, sorted(rest)])),
      ),
    );
  });
}

function principalsOf(principal: unknown): readonly unknown[] {
  if (typeof principal !== "object" || principal === null) return [principal];
  return Object.entries(principal).flatMap(([kind, values]) => listOf(values).map((each) => `${kind} ${each}`));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** With members and lists in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
