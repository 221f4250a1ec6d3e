import {
  type Change,
  type Repair,
  restrictionName,
  suggestFix,
  suggestStatements,
} from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { findPolicy, type PolicyPlace, placesBearing, placeText } from "../places/places.ts";
import { roleArn, roleIdsOf } from "../roles.ts";
import { mapTexts } from "../unknown/texts.ts";
import type { WorldOutcome } from "../verdict.ts";
import type { ConfigurationChange, Edit } from "./change.ts";
import { edited } from "./edit-json.ts";
import { editsWithoutGone } from "./gone-principals.ts";
import { statementForAll } from "./need-candidates.ts";
import { editsFor, sparing } from "./policy-edits.ts";
import { refusalCandidates } from "./refusal-candidates.ts";

/** Changes that belong together: of an action that two accounts must allow, both sides. */
export type Candidate = readonly ConfigurationChange[];

/** What might lift the cause of an outcome, the smallest and safest first. */
export function candidatesFor(configuration: Configuration, { cause, object }: WorldOutcome): readonly Candidate[] {
  if (cause === undefined) return [];
  const byPolicies = cause.denied.flatMap(({ request, decision }): readonly Candidate[] => {
    if (decision.kind === "allowed") return [];
    const narrow = (repair: Repair) => narrowed(configuration, request.resource.arn, repair);
    const repairs = suggestFix(request, decision).map(narrow);
    const spared = decision.kind === "explicitly-denied" ? spare(configuration, repairs, principalOf(request)) : [];
    const own = suggestStatements(request, decision).map(narrow);
    return [...spared, ...candidateOf(configuration, repairs), ...candidateOf(configuration, own)];
  });
  const ownership: Candidate[] =
    cause.kind === "unreadable" && object?.owner === "A"
      ? [
          [
            {
              kind: "set-bucket",
              settings: { objectOwnership: "BucketOwnerEnforced", acl: undefined },
              text: `set Object Ownership of bucket \`${configuration.bucket.name}\` to BucketOwnerEnforced`,
            },
          ],
        ]
      : [];
  const together = statementForAll(cause);
  const forAll = together === undefined ? [] : candidateOf(configuration, [together]);
  return [...ownership, ...forAll, ...byPolicies, ...refusalCandidates(configuration, cause)];
}

/** With what the delivery writes below one of its prefixes, rather than all objects of the bucket. */
function narrowed({ deliveryStream: { destination } }: Configuration, resource: string, repair: Repair): Repair {
  const [, bucket, key] = /^(arn:aws:s3:::[^/]+)\/(.+)$/s.exec(resource) ?? [];
  if (bucket === undefined || key === undefined) return repair;
  const { S3BackupConfiguration: backup } = destination;
  const prefixes = [destination.Prefix, destination.ErrorOutputPrefix, backup?.Prefix, backup?.ErrorOutputPrefix];
  const [prefix = ""] = prefixes
    // What follows the first expression differs from object to object.
    .map((each = "") => each.replace(/!\{.*/s, ""))
    .filter((each) => key.startsWith(each))
    .sort((one, other) => other.length - one.length);
  return mapTexts(repair, (text) => text.replaceAll(`${bucket}/*`, `${bucket}/${prefix}*`));
}

/** All sides of a denial together; none where one of them cannot be changed here. */
function candidateOf(configuration: Configuration, repairs: readonly Repair[]): readonly Candidate[] {
  const changes = repairs.map((repair) => changeFor(configuration, repair));
  return changes.length > 0 && changes.every((change) => change !== undefined) ? [changes] : [];
}

function principalOf({ principal }: Parameters<typeof suggestFix>[0]): string | undefined {
  return principal.kind === "assumed-role" ? principal.roleArn : "arn" in principal ? principal.arn : undefined;
}

/** An explicit deny that spares the one who must get through, rather than none at all. */
function spare(
  configuration: Configuration,
  repairs: readonly Repair[],
  principalArn: string | undefined,
): readonly Candidate[] {
  const [repair] = repairs;
  const place = repair && placeOf(configuration, repair);
  const text = place && findPolicy(configuration, place)?.text;
  if (repair?.statement === undefined || place === undefined || text === undefined || principalArn === undefined) {
    return [];
  }
  const edits = sparing(text, repair.statement.index, principalArn);
  if (edits === undefined) return [];
  const which = statementText(repair.statement);
  return [
    [
      savedAgain(
        configuration,
        {
          kind: "edit-policy",
          place,
          edits,
          text: `except \`${principalArn}\` from ${which} of ${placeText(place, configuration)}`,
        },
        text,
      ),
    ],
  ];
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
    : savedAgain(configuration, { kind: "edit-policy", place, edits, text }, policy.text);
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
