/** What a new statement takes over from those that stand beside it. */
import type { AuthorizationRequest, Condition, Mismatch, MissingAllow, Statement } from "../types.ts";
import { actionsOfKey } from "../validate/s3-actions.ts";
import { findStatement } from "./find-statement.ts";
import { acceptsListed, isSameInEveryRequest, type Repair } from "./repair.ts";
import { statementText } from "./words.ts";

/**
 * What the nearest statement asks of principals of the same kind, as far as the request meets it: what is guarded for others is
 * guarded for one more. Whom a condition names is its own matter.
 */
export function conditionsOfNeighbour(
  request: AuthorizationRequest,
  missing: MissingAllow,
): {
  readonly Condition: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  readonly leavesOut: NonNullable<Repair["leavesOut"]>;
} {
  const neighbour = documentsOf(missing)
    .map(({ statement, reasons }) => ({
      statement: findStatement(request, statement),
      reasons,
      text: statementText(statement),
    }))
    .find(({ statement }) => statement !== undefined && isForSameKind(statement, request, missing.accountId));
  const isOthers = neighbour?.reasons.some(({ kind }) => kind === "principal") === true;
  const asked = (neighbour?.statement?.conditions ?? []).filter(
    ({ key }) => !naming.test(key) && !(isOthers && placing.test(key)) && goesWith(key, request.action),
  );
  const missed = new Set(
    neighbour?.reasons.flatMap((reason) => (reason.kind === "condition" ? [`${reason.operator} ${reason.key}`] : [])),
  );
  const carried = asked.flatMap((condition): readonly Condition[] => {
    if (!missed.has(`${condition.operator} ${condition.key}`)) return [condition];
    const values = ownValues(request, condition);
    return values === undefined ? [] : [{ ...condition, values }];
  });
  const byOperator = Map.groupBy(carried, ({ operator }) => operator);
  const Condition =
    byOperator.size === 0
      ? undefined
      : Object.fromEntries(
          [...byOperator].map(([operator, conditions]) => [
            operator,
            Object.fromEntries(conditions.map(({ key, values }) => [key, values.length === 1 ? values[0] : values])),
          ]),
        );
  const leavesOut = asked
    .filter(({ operator, key }) => !carried.some((each) => each.operator === operator && each.key === key))
    .map(({ key }) => ({ key, statement: neighbour?.text ?? "" }));
  return { Condition, leavesOut };
}

/** What the request has for a key that others are asked for, where it is the same in every such request. */
function ownValues({ context }: AuthorizationRequest, { operator, key }: Condition): readonly string[] | undefined {
  const actual = context.get(key.toLowerCase());
  const [only, ...others] = actual ?? [];
  const isFit = only !== undefined && others.length === 0 && acceptsListed(operator) && isSameInEveryRequest(key, only);
  return isFit ? actual : undefined;
}

/** S3 takes no statement whose conditions ask for what its action never carries. */
function goesWith(key: string, action: string): boolean {
  const actions = actionsOfKey.get(key.toLowerCase());
  return actions === undefined || actions.some((name) => action === `s3:${name}`);
}

/** Who asks is each one's own matter. */
const naming = /^aws:(?:PrincipalArn|PrincipalAccount|userid|username)$/i;

/** And so is where others ask from. */
const placing = /^aws:(?:SourceIp|VpcSourceIp|SourceVpc|SourceVpce|SourceVpcArn)$/i;

/** A statement of an identity policy is for whoever bears the policy; what an account leaves to its own policies is for nobody else. */
function isForSameKind(
  { principal }: Statement,
  { principal: asking }: AuthorizationRequest,
  ownAccountId: string,
): boolean {
  if (principal === undefined || principal.kind === "everyone") return true;
  return principal.entries.some((entry) => {
    if (entry.kind === "account" && entry.accountId === ownAccountId) return false;
    return (["service", "federated"] as const).every((kind) => (entry.kind === kind) === (asking.kind === kind));
  });
}

/** ACLs and grants are no documents with statements to extend, however near they come, and those of AWS are not to be changed. */
export function documentsOf({ nearest }: MissingAllow): readonly Mismatch[] {
  return nearest.filter(
    ({ statement: { policyType, isAwsManaged } }) =>
      policyType !== "acl" && policyType !== "grant" && isAwsManaged !== true,
  );
}
