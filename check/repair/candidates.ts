import { type Repair, suggestFix, suggestStatements } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { roleArn } from "../roles.ts";
import type { Cause, WorldOutcome } from "../verdict.ts";
import type { Edit } from "./change.ts";
import { type Denied, deniedIn } from "./denied.ts";
import { listed, spared } from "./deny-candidates.ts";
import { encryptionOfDestination } from "./encryption-candidates.ts";
import { lockoutCandidates } from "./lockout-candidates.ts";
import { narrowed } from "./narrowed.ts";
import { statementForAll } from "./need-candidates.ts";
import { partitionCandidates } from "./partition-candidates.ts";
import { type Candidate, candidateOf, placeOf, savedAgain, statementIn } from "./placed.ts";
import { withoutCondition, withoutStatement } from "./policy-edits.ts";
import { refusalCandidates } from "./refusal-candidates.ts";

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
    ...partitionCandidates(configuration),
    ...lockoutCandidates(configuration, cause),
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

/** Without the condition that cannot be met, without the Deny: what is left where nothing gentler works. */
function lastResorts(configuration: Configuration, { request, decision }: Denied): readonly Candidate[] {
  return suggestFix(request, decision).flatMap((repair): readonly Candidate[] => {
    const target = statementIn(configuration, repair);
    if (target === undefined) return [];
    const { place, policy, index, which } = target;
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
