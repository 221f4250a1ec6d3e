import {
  type AuthorizationRequest,
  type Change,
  type Decision,
  findStatement,
  type Repair,
  restrictionName,
  type StatementRef,
  suggestFix,
  suggestStatements,
} from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { literalPrefixes } from "../effective/own-calls.ts";
import { findPolicy, type PolicyPlace, placesBearing, placeText } from "../places/places.ts";
import { roleArn, roleIdsOf } from "../roles.ts";
import { mapTexts } from "../unknown/texts.ts";
import type { Cause, WorldOutcome } from "../verdict.ts";
import type { ConfigurationChange, Edit } from "./change.ts";
import { edited } from "./edit-json.ts";
import { encryptionOfDestination } from "./encryption-candidates.ts";
import { editsWithoutGone } from "./gone-principals.ts";
import { statementForAll } from "./need-candidates.ts";
import {
  acceptingInDeny,
  editsFor,
  sparing,
  sparingElement,
  sparingInList,
  withoutCondition,
  withoutStatement,
} from "./policy-edits.ts";
import { refusalCandidates } from "./refusal-candidates.ts";

/** Changes that belong together: of an action that two accounts must allow, both sides. */
export type Candidate = readonly ConfigurationChange[];

/**
 * What might lift the cause of an outcome, the gentlest first: a list that is there is completed, a slip is corrected, a
 * statement of its own is added, a setting is changed, and only then something is taken out.
 */
export function candidatesFor(configuration: Configuration, { cause, object }: WorldOutcome): readonly Candidate[] {
  if (cause === undefined) return [];
  const each = (toCandidates: (denied: Denied) => readonly Candidate[]) => deniedIn(cause).flatMap(toCandidates);
  const narrow =
    ({ request }: Denied) =>
    (repair: Repair) =>
      narrowed(configuration, request.resource.arn, repair);
  const completed = each((denied) => {
    const { request, decision } = denied;
    return ranks.flatMap((rank) =>
      candidateOf(configuration, suggestFix(request, decision, undefined, rank).map(narrow(denied))),
    );
  });
  const together = statementForAll(cause);
  return [
    ...each((denied) => spared(configuration, denied, "in its list")),
    ...each((denied) => listed(configuration, denied)),
    ...completed,
    ...(together === undefined ? [] : candidateOf(configuration, [together])),
    ...each((denied) =>
      candidateOf(configuration, suggestStatements(denied.request, denied.decision).map(narrow(denied))),
    ),
    ...each((denied) =>
      unshared(configuration, suggestStatements(denied.request, denied.decision).map(narrow(denied))),
    ),
    ...encryptionOfDestination(configuration, cause),
    ...ownershipOfUnreadable(configuration, cause, object),
    ...refusalCandidates(configuration, cause),
    ...each((denied) => spared(configuration, denied, "anew")),
    ...each((denied) => lastResorts(configuration, denied)),
  ];
}

/** Statements that come near enough to be completed are tried in turn. */
const ranks = [0, 1, 2];

interface Denied {
  readonly request: AuthorizationRequest;
  readonly decision: Exclude<Decision, { readonly kind: "allowed" }>;
}

function deniedIn({ denied }: Cause): readonly Denied[] {
  return denied.flatMap(({ request, decision }) => (decision.kind === "allowed" ? [] : [{ request, decision }]));
}

function ownershipOfUnreadable(
  { bucket }: Configuration,
  { kind }: Cause,
  object: WorldOutcome["object"],
): readonly Candidate[] {
  if (kind !== "unreadable" || object?.owner !== "A") return [];
  return [
    [
      {
        kind: "set-bucket",
        settings: { objectOwnership: "BucketOwnerEnforced", acl: undefined },
        text: `set Object Ownership of bucket \`${bucket.name}\` to BucketOwnerEnforced`,
      },
    ],
  ];
}

/** Without the condition that cannot be met, without the Deny: what is left where nothing gentler works. */
function lastResorts(configuration: Configuration, { request, decision }: Denied): readonly Candidate[] {
  return suggestFix(request, decision).flatMap((repair): readonly Candidate[] => {
    const place = placeOf(configuration, repair);
    const policy = place && findPolicy(configuration, place);
    if (repair.statement === undefined || place === undefined || policy === undefined) return [];
    const { index } = repair.statement;
    const which = `${statementText(repair.statement)} of ${placeText(place, configuration)}`;
    const without = (edits: readonly Edit[] | undefined, text: string, key?: string): readonly Candidate[] => {
      if (edits === undefined) return [];
      const leavesOut = key === undefined ? [] : [`does not ask for \`${key}\` any more in ${which}`];
      const change = { kind: "edit-policy", place, edits, text, leavesOut, isExemption: true } as const;
      return [[savedAgain(configuration, change, policy.text)]];
    };
    return repair.changes.flatMap((change) => {
      switch (change.kind) {
        case "carry-key":
        case "meet-condition": {
          const text = `leave out the condition ${change.operator} on \`${change.key}\` of ${which}`;
          return without(withoutCondition(policy.text, index, change), text, change.key);
        }
        case "spare-or-remove":
          return without(withoutStatement(policy.text, index), `leave out ${which}`);
        default:
          return [];
      }
    });
  });
}

/** With what the delivery writes below one of its prefixes, rather than all objects of the bucket. */
function narrowed(configuration: Configuration, resource: string, repair: Repair): Repair {
  const [bucket, key] = partsOfObject(resource);
  if (bucket === undefined || key === undefined) return repair;
  const prefix = prefixOf(configuration, key);
  return mapTexts(repair, (text) => text.replaceAll(`${bucket}/*`, `${bucket}/${prefix}*`));
}

function partsOfObject(arn: string): readonly [bucket: string | undefined, key: string | undefined] {
  const [, bucket, key] = /^(arn:aws:s3:::[^/]+)\/(.+)$/s.exec(arn) ?? [];
  return [bucket, key];
}

/** The longest of the delivery's prefixes that a key begins with. */
function prefixOf(configuration: Configuration, key: string): string {
  const [prefix = ""] = literalPrefixes(configuration)
    .filter((each) => key.startsWith(each))
    .sort((one, other) => other.length - one.length);
  return prefix;
}

/** Of an object, all that the delivery writes below the same prefix. */
function narrowedResource(configuration: Configuration, arn: string): string {
  const [bucket, key] = partsOfObject(arn);
  return bucket === undefined || key === undefined ? arn : `${bucket}/${prefixOf(configuration, key)}*`;
}

/** All sides of a denial together; none where one of them cannot be changed here. */
function candidateOf(configuration: Configuration, repairs: readonly Repair[]): readonly Candidate[] {
  const changes = repairs.map((repair) => changeFor(configuration, repair));
  return changes.length > 0 && changes.every((change) => change !== undefined) ? [changes] : [];
}

/** An explicit deny that spares the one who must get through, rather than none at all. */
function spared(
  configuration: Configuration,
  { request, decision }: Denied,
  how: "in its list" | "anew",
): readonly Candidate[] {
  if (decision.kind !== "explicitly-denied") return [];
  // Whoever has a list of those whom it spares has decided that there are such.
  const leavesOut = how === "anew" ? demandedOf(request, decision.by) : [];
  const toEdits = how === "anew" ? sparing : sparingInList;
  return suggestFix(request, decision).flatMap((repair): readonly Candidate[] => {
    const place = placeOf(configuration, repair);
    const text = place && findPolicy(configuration, place)?.text;
    const [change] = repair.changes;
    if (repair.statement === undefined || place === undefined || text === undefined) return [];
    const arn = change?.kind === "spare-or-remove" ? change.arn : identityOf(request);
    const edits = arn === undefined ? undefined : toEdits(text, repair.statement.index, arn);
    if (edits === undefined) return [];
    const said = `except \`${arn}\` from ${statementText(repair.statement)} of ${placeText(place, configuration)}`;
    return [
      [
        savedAgain(
          configuration,
          { kind: "edit-policy", place, edits, text: said, leavesOut, isExemption: how === "anew" },
          text,
        ),
      ],
    ];
  });
}

function identityOf({ principal }: AuthorizationRequest): string | undefined {
  return principal.kind === "assumed-role" ? principal.roleArn : "arn" in principal ? principal.arn : undefined;
}

/** A Deny with one more in a list that it has: of values, of what it leaves out of its actions and resources. */
function listed(configuration: Configuration, { request, decision }: Denied): readonly Candidate[] {
  if (decision.kind !== "explicitly-denied") return [];
  return suggestFix(request, decision).flatMap((repair): readonly Candidate[] => {
    const place = placeOf(configuration, repair);
    const policy = place && findPolicy(configuration, place);
    if (repair.statement === undefined || place === undefined || policy === undefined) return [];
    const { index } = repair.statement;
    const which = `${statementText(repair.statement)} of ${placeText(place, configuration)}`;
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

/** Statements of their own for the role alone, where the policy that came nearest is others' too. */
function unshared(configuration: Configuration, repairs: readonly Repair[]): readonly Candidate[] {
  const places = repairs.map((repair) => placeOf(configuration, repair));
  if (!places.some((place) => place?.kind === "managed")) return [];
  const inOwn = repairs.map((repair, at): Repair => {
    if (places[at]?.kind !== "managed" || repair.policyType !== "identity") return repair;
    const own = configuration.roles.find((role) => roleArn(role) === repair.attachTo)?.inlinePolicies[0]?.name;
    const [change] = repair.changes;
    const statement = change?.kind === "add-statement" ? JSON.stringify(change.statement) : "";
    const text = `add to ${own === undefined ? "a policy of its own" : `policy \`${own}\``} of role \`${repair.attachTo.replace(/.*\//, "")}\`: ${statement}`;
    return { ...repair, policyName: own, text };
  });
  const forOne = repairs.map((repair, at): Repair => {
    const [change] = repair.changes;
    if (places[at]?.kind !== "managed" || change?.kind !== "add-statement") return repair;
    const own = { ArnEquals: { "aws:PrincipalArn": repair.attachTo } };
    const Condition = { ...(change.statement.Condition as object | undefined), ...own };
    const statement = { ...change.statement, Condition };
    const text = repair.text.replace(/\{.*\}$/s, JSON.stringify(statement));
    return { ...repair, changes: [{ kind: "add-statement", statement }], text };
  });
  return [...candidateOf(configuration, inOwn), ...candidateOf(configuration, forOne)];
}

/** What a Deny asks of every request that the delivery does not carry: a header, TLS, where it comes from. */
function demandedOf(request: AuthorizationRequest, by: StatementRef): readonly string[] {
  return (findStatement(request, by)?.conditions ?? [])
    .filter(({ key }) => !/^aws:(?:Principal|userid|username)/i.test(key))
    .map(({ key }) => `does not ask the delivery for \`${key}\`, as ${statementText(by)} asks everybody`);
}

function statementText({ sid, index }: { readonly sid?: string; readonly index: number }): string {
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

type PolicyEdit = Extract<ConfigurationChange, { readonly kind: "edit-policy" }>;

/** AWS shows by their unique ids the principals that are gone, and takes no policy that names one of these again. */
function savedAgain(configuration: Configuration, change: PolicyEdit, before: string): PolicyEdit {
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
function placeOf(configuration: Configuration, { policyType, attachTo, policyName }: Repair): PolicyPlace | undefined {
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
