/** What would repair a denial: which policy of which account to change, and how. Text and data say the same. */
import { isS3Arn } from "../arns.ts";
import { principalText } from "../nearest.ts";
import type { AuthorizationRequest, Mismatch, MismatchReason, MissingAllow, PolicyType } from "../types.ts";
import { findStatement } from "./find-statement.ts";
import { liftDeny } from "./lift-deny.ts";
import type { Denial } from "./message.ts";
import { conditionsOfNeighbour, documentsOf } from "./neighbour.ts";
import type { Change, Repair } from "./repair.ts";
import { type AccountNames, accountText, holderText, policyText, statementText } from "./words.ts";

/**
 * One repair a missing side (all of them are needed), or the one that lifts an explicit deny. `rank`: of the statements that
 * come near enough to be completed the one to take, the nearest being 0.
 */
export function suggestFix(
  request: AuthorizationRequest,
  denial: Denial,
  names: AccountNames = new Map(),
  rank = 0,
): readonly Repair[] {
  if (denial.kind === "explicitly-denied") return [liftDeny(request, denial.by, names)];
  return denial.missing.map((missing) => withGrant(missing, repairFor(request, missing, names, rank)));
}

/** A grant that has the operation for the caller lets in whoever makes the request as its constraint asks, and nobody else. */
function withGrant({ nearest, alternative }: MissingAllow, repair: Repair): Repair {
  const unmet = [...nearest, ...(alternative?.nearest ?? [])].find(
    ({ statement, reasons }) =>
      statement.policyType === "grant" && reasons.length > 0 && reasons.every(({ kind }) => kind === "condition"),
  );
  if (unmet === undefined) return repair;
  const steps = unmet.reasons.flatMap((reason) =>
    reason.kind === "condition"
      ? [changeText({ ...reason, kind: "carry-key" }, `\`${unmet.statement.policyName}\``)]
      : [],
  );
  return { ...repair, text: `${steps.join("; ")}; or else ${repair.text}` };
}

/** The same by statements of their own, whatever is there already; none where it is a deny that stands in the way. */
export function suggestStatements(request: AuthorizationRequest, denial: Denial): readonly Repair[] {
  if (denial.kind === "explicitly-denied") return [];
  return denial.missing.map((missing) => addition(request, missing, new Map()));
}

function repairFor(request: AuthorizationRequest, missing: MissingAllow, names: AccountNames, rank: number): Repair {
  if (missing.bucketAccountId !== undefined) return ofForeignObject(request, missing, names);
  const { policyType, accountId } = missing;
  const near = documentsOf(missing).filter((mismatch) => isWithinReach(mismatch, request));
  const closest = near[Math.min(rank, near.length - 1)];
  if (closest === undefined) return addition(request, missing, names);
  const { sid, index, policyName, attachedTo } = closest.statement;
  const changes = closest.reasons.flatMap((reason) => changeFor(request, reason));
  const steps = changes.map((change) => changeText(change, statementText(closest.statement)));
  const text = `${steps.join("; ")} (${policyText(closest.statement)} of ${holderText(attachedTo)} in ${accountText(accountId, names)})`;
  const leavesOut = guardsBeside(closest, missing);
  return {
    accountId,
    policyType,
    attachTo: attachedTo,
    policyName,
    statement: { sid, index },
    changes,
    leavesOut,
    text,
  };
}

/** What other statements ask of this very request, which a wider one would no longer ask. */
function guardsBeside(closest: Mismatch, missing: MissingAllow): NonNullable<Repair["leavesOut"]> {
  return documentsOf(missing)
    .filter((mismatch) => mismatch !== closest && mismatch.reasons.length > 0)
    .filter(({ reasons }) => reasons.every(({ kind }) => kind === "condition"))
    .flatMap(({ reasons, statement }) =>
      reasons.flatMap((reason) =>
        reason.kind === "condition" ? [{ key: reason.key, statement: statementText(statement) }] : [],
      ),
    );
}

/** Source: S3 User Guide, "How Amazon S3 authorizes a request for an object operation". */
function ofForeignObject(
  { resource, principal }: AuthorizationRequest,
  { policyType, accountId, attachTo, bucketAccountId = "" }: MissingAllow,
  names: AccountNames,
): Repair {
  const owner = accountText(accountId, names);
  const reader = "accountId" in principal ? accountText(principal.accountId, names) : principalText(principal);
  const text = `let ${owner}, which owns \`${resource.arn}\`, grant it to ${reader} (PutObjectAcl), or let ${accountText(bucketAccountId, names)} own what is in ${holderText(attachTo)}: Object Ownership BucketOwnerEnforced`;
  return { accountId, policyType, attachTo, changes: [], text };
}

/** A statement of its own, in the policy that came nearest or a new one. */
function addition(request: AuthorizationRequest, missing: MissingAllow, names: AccountNames): Repair {
  const { policyType, accountId, attachTo } = missing;
  const { Condition, leavesOut } = conditionsOfNeighbour(request, missing);
  const statement = { ...newStatement(request, policyType), ...(Condition !== undefined && { Condition }) };
  const policyName = documentsOf(missing)[0]?.statement.policyName;
  const target =
    policyName === undefined
      ? newPolicyText(missing)
      : `${policyText({ policyType, policyName })} of ${holderText(attachTo)}`;
  const text = `add to ${target} in ${accountText(accountId, names)}: ${JSON.stringify(statement)}`;
  const changes = [{ kind: "add-statement", statement }] as const;
  return { accountId, policyType, attachTo, policyName, changes, leavesOut, text };
}

/**
 * Extending a statement makes sense when it is about the same thing: one or two reasons, not action and resource both;
 * not by adding another service's action, nor by letting somebody else into a statement that allows any action.
 */
function isWithinReach({ reasons, statement }: Mismatch, request: AuthorizationRequest): boolean {
  const kinds = new Set(reasons.map(({ kind }) => kind));
  if (kinds.size === 0 || kinds.size > 2 || kinds.has("delegates-only")) return false;
  if (kinds.has("action") && kinds.has("resource")) return false;
  // Its condition is made for those whom it names.
  if (kinds.has("principal") && kinds.has("condition")) return false;
  const { actions = [], notActions } = findStatement(request, statement) ?? {};
  if (notActions !== undefined) return true;
  if (kinds.has("principal") && actions.some((action) => action.endsWith("*"))) return false;
  const service = `${request.action.split(":")[0]}:`.toLowerCase();
  return !kinds.has("action") || actions.some((action) => action.toLowerCase().startsWith(service));
}

function changeFor(request: AuthorizationRequest, reason: MismatchReason): readonly Change[] {
  switch (reason.kind) {
    case "action":
      if (reason.negated) return [{ kind: "remove-from-negated", element: "NotAction" }];
      return [{ kind: "add-action", action: reason.action }];
    case "resource":
      if (reason.negated) return [{ kind: "remove-from-negated", element: "NotResource" }];
      return [{ kind: "add-resource", resource: resourcePattern(reason.arn) }];
    case "principal":
      if (reason.negated) return [{ kind: "remove-from-negated", element: "NotPrincipal" }];
      return [{ kind: "add-principal", principal: principalElement(request) }];
    case "recreated-principal":
      return [{ kind: "save-again", arn: reason.arn }];
    case "condition":
      return reason.actual === undefined
        ? [{ kind: "carry-key", operator: reason.operator, key: reason.key, expected: reason.expected }]
        : [{ kind: "meet-condition", operator: reason.operator, key: reason.key, actual: reason.actual }];
    case "delegates-only":
      return [];
  }
}

function changeText(change: Change, statement: string): string {
  switch (change.kind) {
    case "add-action":
      return `add \`${change.action}\` to the Action of ${statement}`;
    case "add-resource":
      return `add \`${change.resource}\` to the Resource of ${statement}`;
    case "add-principal":
      return `add \`${JSON.stringify(change.principal)}\` to the Principal of ${statement}`;
    case "save-again":
      return `save the policy again with \`${change.arn}\` as Principal of ${statement}, so that it means the present one`;
    case "remove-from-negated":
      return `take it out of the ${change.element} of ${statement}`;
    case "meet-condition":
      return `let ${change.operator} on \`${change.key}\` of ${statement} accept \`${change.actual.join("`, `")}\``;
    case "carry-key":
      return `make the request with a \`${change.key}\` that meets ${change.operator} \`${change.expected.join("`, `")}\`, as ${statement} asks`;
    case "spare-principals":
      return `add \`${change.arns.join("`, `")}\` to the NotPrincipal of ${statement}`;
    case "spare-or-remove":
      return `except \`${change.arn}\` from ${statement}, or remove it`;
    case "add-statement":
      return `add ${JSON.stringify(change.statement)}`;
  }
}

function newPolicyText({ policyType, attachTo, nearest }: MissingAllow): string {
  const ofAws = nearest.find(({ statement }) => statement.isAwsManaged === true)?.statement.policyName;
  switch (policyType) {
    case "permissions-boundary":
      return ofAws === undefined
        ? `the permissions boundary of ${holderText(attachTo)}`
        : `a permissions boundary of your own, in the place of AWS's \`${ofAws}\`, of ${holderText(attachTo)}`;
    case "resource":
      return `a new policy of ${holderText(attachTo)}`;
    case "identity":
      return `a policy of ${holderText(attachTo)}`;
    case "session":
      return "the session policy passed when the role was assumed";
    default:
      return `the ${policyType.replace("-", " ")} policy of ${holderText(attachTo)}`;
  }
}

function newStatement(request: AuthorizationRequest, policyType: PolicyType): Readonly<Record<string, unknown>> {
  const Action = request.action;
  const Resource = policyType === "key" ? "*" : resourcePattern(request.resource.arn);
  switch (policyType) {
    case "trust":
      return { Effect: "Allow", Principal: principalElement(request), Action };
    case "resource":
    case "key":
    case "acl":
    case "grant":
      return { Effect: "Allow", Principal: principalElement(request), Action, Resource };
    default:
      return { Effect: "Allow", Action, Resource };
  }
}

/** All objects of the bucket rather than the one that was asked for. */
function resourcePattern(arn: string): string {
  const isObject = isS3Arn(arn) && arn.includes("/");
  return isObject ? `${arn.slice(0, arn.indexOf("/"))}/*` : arn;
}

function principalElement({ principal }: AuthorizationRequest): Readonly<Record<string, string>> | "*" {
  switch (principal.kind) {
    case "service":
      return { Service: principal.service };
    case "federated":
      return { Federated: principal.provider };
    case "anonymous":
      return "*";
    case "assumed-role":
      return { AWS: principal.roleArn };
    default:
      return { AWS: principal.arn };
  }
}
