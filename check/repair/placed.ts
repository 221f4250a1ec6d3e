import { type Change, type Repair, restrictionName } from "../../emulator/policy/index.ts";
import type { Configuration, PolicyText } from "../configuration.ts";
import { findPolicy, type PolicyPlace, placesBearing, placeText } from "../places/places.ts";
import { roleArn, roleIdsOf } from "../roles.ts";
import type { ConfigurationChange, Edit } from "./change.ts";
import { edited } from "./edit-json.ts";
import { editsWithoutGone } from "./gone-principals.ts";
import { editsFor } from "./policy-edits.ts";

/** Changes that belong together: of an action that two accounts must allow, both sides. */
export type Candidate = readonly ConfigurationChange[];

/** All sides of a denial together; none where one of them cannot be changed here. */
export function candidateOf(configuration: Configuration, repairs: readonly Repair[]): readonly Candidate[] {
  const changes = repairs.map((repair) => changeFor(configuration, repair));
  return changes.length > 0 && changes.every((change) => change !== undefined) ? [changes] : [];
}

/** The statement that a repair is about, where the configuration has it. */
export function statementIn(configuration: Configuration, repair: Repair): PlacedStatement | undefined {
  const place = placeOf(configuration, repair);
  const policy = place && findPolicy(configuration, place);
  if (repair.statement === undefined || place === undefined || policy === undefined) return undefined;
  const which = `${statementText(repair.statement)} of ${placeText(place, configuration)}`;
  return { place, policy, index: repair.statement.index, which };
}

export interface PlacedStatement {
  readonly place: PolicyPlace;
  readonly policy: PolicyText;
  readonly index: number;
  /** `statement \`Deliver\` of the policy of bucket \`b-landing\`` */
  readonly which: string;
}

export function statementText({ sid, index }: { readonly sid?: string; readonly index: number }): string {
  return sid === undefined ? `statement ${index + 1}` : `statement \`${sid}\``;
}

/** Undefined where it is about something that the configuration cannot change, such as an organization's policy. */
function changeFor(configuration: Configuration, repair: Repair): ConfigurationChange | undefined {
  const place = placeOf(configuration, repair);
  if (place === undefined) return undefined;
  const policy = findPolicy(configuration, place);
  const { statement, changes, text } = repair;
  if (policy === undefined) {
    const added = changes.find((change) => change.kind === "add-statement");
    if (added === undefined) return undefined;
    const document = { Version: "2012-10-17", Statement: [added.statement] };
    return { kind: "new-policy", place, document, text };
  }
  const edits = editsOf(policy.text, statement?.index ?? 0, changes, livingIn(configuration));
  return edits === undefined
    ? undefined
    : savedAgain(configuration, { kind: "edit-policy", place, edits, text, ...leavingOut(repair) }, policy.text);
}

function leavingOut({ leavesOut = [] }: Repair): Pick<PolicyEdit, "leavesOut"> {
  if (leavesOut.length === 0) return {};
  return { leavesOut: leavesOut.map(({ key, statement }) => `does not ask for \`${key}\`, as ${statement} does`) };
}

export type PolicyEdit = Extract<ConfigurationChange, { readonly kind: "edit-policy" }>;

/** AWS shows by their unique ids the principals that are gone, and takes no policy that names one of these again. */
export function savedAgain(configuration: Configuration, change: PolicyEdit, before: string): PolicyEdit {
  const gone = editsWithoutGone(edited(before, change.edits), livingIn(configuration));
  if (gone.length === 0) return change;
  const text = `${change.text}; leave out the principals that are gone, for AWS does not take them again`;
  return { ...change, edits: [...change.edits, ...gone], text };
}

function livingIn({ roles }: Configuration): ReadonlySet<string> {
  return new Set(roleIdsOf(roles).values());
}

function editsOf(
  text: string,
  index: number,
  changes: readonly Change[],
  living: ReadonlySet<string>,
): readonly Edit[] | undefined {
  const edits = changes.map((change) => editsFor(text, index, change, living));
  return edits.every((each) => each !== undefined) ? edits.flat() : undefined;
}

/** Where a repair is made; undefined where that is nothing that the configuration has, such as a setting of the bucket. */
export function placeOf(
  configuration: Configuration,
  { policyType, attachTo, policyName }: Repair,
): PolicyPlace | undefined {
  if (policyName === restrictionName) return undefined;
  const places = placesBearing(configuration, { policyType, attachedTo: attachTo });
  const named = places.find(
    (place) => policyName !== undefined && findPolicy(configuration, place)?.name === policyName,
  );
  if (named !== undefined) return named;
  const isOfRole = policyType === "identity" && configuration.roles.some((role) => roleArn(role) === attachTo);
  if (!isOfRole) return places[0];
  // The policy that is named, or else one that the role has anyway, or else a new one.
  return (
    places.find(({ kind }) => kind === "inline" && policyName === undefined) ?? {
      kind: "inline",
      roleArn: attachTo,
      name: policyName ?? "delivery",
    }
  );
}
