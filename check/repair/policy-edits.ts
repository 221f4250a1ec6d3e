import { acceptsListed, type Change, isSameInEveryRequest } from "../../emulator/policy/index.ts";
import type { Edit } from "./change.ts";
import { isGone } from "./gone-principals.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * What a change to a statement comes to in its document; undefined where it cannot be made there. `living`: unique ids of
 * roles that are there.
 */
export function editsFor(
  text: string,
  index: number,
  change: Change,
  living: ReadonlySet<string>,
): readonly Edit[] | undefined {
  const found = statementAt(text, index);
  if (found === undefined) return undefined;
  const { path, statement } = found;
  switch (change.kind) {
    case "add-action":
      return [{ path: [...path, "Action"], value: including(statement.Action, change.action) }];
    case "add-resource":
      return [{ path: [...path, "Resource"], value: including(statement.Resource, change.resource) }];
    case "add-principal":
      return [{ path: [...path, "Principal"], value: withPrincipal(statement.Principal, change.principal, living) }];
    case "save-again":
      return [{ path: [...path, "Principal"], value: withPrincipal(statement.Principal, { AWS: change.arn }, living) }];
    case "remove-from-negated":
      // Which of its patterns it is, and what else that one keeps out, is for its author to say.
      return undefined;
    case "spare-principals":
      return [{ path: [...path, "NotPrincipal"], value: withListed(statement.NotPrincipal, change.arns) }];
    // What the request carries is no matter of a policy, and taking something out is the last resort.
    case "carry-key":
    case "spare-or-remove":
      return undefined;
    case "meet-condition":
      return conditionEdits(path, statement, change);
    case "add-statement":
      return addStatement(text, change.statement);
  }
}

/** A Deny whose list of those whom it spares has one more; undefined where it has no such list. */
export function sparingInList(text: string, index: number, principalArn: string): readonly Edit[] | undefined {
  const found = statementAt(text, index);
  if (found === undefined) return undefined;
  const { path, statement } = found;
  const condition = (statement.Condition ?? {}) as Readonly<Record<string, Json>>;
  for (const [operator, keys] of Object.entries(condition)) {
    const key = Object.keys(keys).find((each) => each.toLowerCase() === "aws:principalarn");
    if (key === undefined || !sparingOperator.test(operator)) continue;
    return [{ path: [...path, "Condition", operator, key], value: including(keys[key], principalArn) }];
  }
  return undefined;
}

/** A Deny that accepts what the request has, where its list of what it spares is one of values. */
export function acceptingInDeny(
  text: string,
  index: number,
  actualOf: (key: string) => readonly string[] | undefined,
): { readonly edits: readonly Edit[]; readonly key: string; readonly value: string } | undefined {
  const found = statementAt(text, index);
  if (found === undefined) return undefined;
  const condition = (found.statement.Condition ?? {}) as Readonly<Record<string, Json>>;
  for (const [operator, keys] of Object.entries(condition)) {
    if (!sparingOperator.test(operator)) continue;
    for (const [key, value] of Object.entries(keys)) {
      const [actual, ...others] = actualOf(key) ?? [];
      if (actual === undefined || others.length > 0 || /^aws:PrincipalArn$/i.test(key)) continue;
      if (isSameInEveryRequest(key, actual)) {
        const edits = [{ path: [...found.path, "Condition", operator, key], value: including(value, actual) }];
        return { edits, key, value: actual };
      }
    }
  }
  return undefined;
}

/** A Deny of all but what it lists, with one more in its list. */
export function sparingElement(
  text: string,
  index: number,
  element: "NotAction" | "NotResource",
  value: string,
): readonly Edit[] | undefined {
  const found = statementAt(text, index);
  if (found?.statement[element] === undefined) return undefined;
  return [{ path: [...found.path, element], value: including(found.statement[element], value) }];
}

/** A Deny that is given an exemption, whatever else it asks for. */
export function sparing(text: string, index: number, principalArn: string): readonly Edit[] | undefined {
  const found = statementAt(text, index);
  if (found === undefined) return undefined;
  const { path, statement } = found;
  const condition = (statement.Condition ?? {}) as Readonly<Record<string, Json>>;
  const added = { "aws:PrincipalArn": principalArn };
  if (statement.Condition === undefined) {
    return [{ path: [...path, "Condition"], value: { ArnNotEquals: added } }];
  }
  const operator = [...path, "Condition", "ArnNotEquals"];
  if (condition.ArnNotEquals === undefined) return [{ path: operator, value: added }];
  return [{ path: [...operator, "aws:PrincipalArn"], value: principalArn }];
}

/** Conditions on one value that hold for whom their list does not name. */
const sparingOperator = /^(?:Arn|String)Not(?:Equals|Like)(?:IgnoreCase)?(?:IfExists)?$/;

function isForEveryone({ Principal }: Json): boolean {
  const { AWS = Principal } = (typeof Principal === "object" && Principal !== null ? Principal : {}) as {
    readonly AWS?: unknown;
  };
  return [AWS].flat().includes("*");
}

/** Statements are a list, or one alone. */
function statementAt(
  text: string,
  index: number,
): { readonly path: readonly (string | number)[]; readonly statement: Json } | undefined {
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  if (Array.isArray(Statement)) {
    const statement = Statement[index] as Json | undefined;
    return statement === undefined ? undefined : { path: ["Statement", index], statement };
  }
  return index === 0 ? { path: ["Statement"], statement: Statement as Json } : undefined;
}

function addStatement(text: string, added: unknown): readonly Edit[] {
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  if (Array.isArray(Statement)) return [{ path: ["Statement", Statement.length], value: added }];
  return [{ path: ["Statement"], value: Statement === undefined ? [added] : [Statement, added] }];
}

function including(value: unknown, added: string): readonly unknown[] {
  const before = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return [...before, added];
}

/** The element as AWS reads it: `AWS` is one or a list. */
function withListed(element: unknown, arns: readonly string[]): unknown {
  if (typeof element !== "object" || element === null) return { AWS: arns };
  const { AWS } = element as Json;
  return { ...element, AWS: [...(AWS === undefined ? [] : [AWS].flat()), ...arns] };
}

function withPrincipal(
  element: unknown,
  added: Readonly<Record<string, string>> | "*",
  living: ReadonlySet<string>,
): unknown {
  if (added === "*" || element === undefined || typeof element === "string") return added;
  const after: Record<string, unknown> = { ...(element as Json) };
  for (const [kind, value] of Object.entries(added)) {
    const before = after[kind];
    const stay = (Array.isArray(before) ? before : before === undefined ? [] : [before]).filter(
      (each) => !isGone(each, living),
    );
    after[kind] = stay.length === 0 ? value : [...stay, value];
  }
  return after;
}

/** Accepts what was sent, beside what is accepted; where that is no list, in its place. */
function conditionEdits(
  path: readonly (string | number)[],
  statement: Json,
  { operator, key, actual }: Extract<Change, { readonly kind: "meet-condition" }>,
): readonly Edit[] | undefined {
  const condition = (statement.Condition ?? {}) as Readonly<Record<string, Json>>;
  const keys = condition[operator] ?? {};
  const [first, ...others] = actual;
  if (first === undefined || others.length > 0 || !isSameInEveryRequest(key, first)) return undefined;
  const at = [...path, "Condition", operator, key];
  if (acceptsListed(operator)) return [{ path: at, value: including(keys[key], first) }];
  return isForEveryone(statement) || operator.includes("Not") ? undefined : [{ path: at, value: first }];
}

/** Without a condition. Who is let in by conditions alone would be everybody without them: undefined there. */
export function withoutCondition(
  text: string,
  index: number,
  { operator, key }: { readonly operator: string; readonly key: string },
): readonly Edit[] | undefined {
  const found = statementAt(text, index);
  if (found === undefined || isForEveryone(found.statement)) return undefined;
  const condition = (found.statement.Condition ?? {}) as Readonly<Record<string, Json>>;
  const isLastKey = Object.keys(condition[operator] ?? {}).length === 1;
  const isLastOperator = isLastKey && Object.keys(condition).length === 1;
  const end = isLastOperator ? [] : isLastKey ? [operator] : [operator, key];
  return [{ path: [...found.path, "Condition", ...end], value: undefined }];
}

/** Without a statement; a document that has no other cannot be without it. */
export function withoutStatement(text: string, index: number): readonly Edit[] | undefined {
  const found = statementAt(text, index);
  return found === undefined || found.path.length === 1 ? undefined : [{ path: found.path, value: undefined }];
}
