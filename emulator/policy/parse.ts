/**
 * Reads policy documents. The grammar is the IAM guide's ("Grammar of the IAM JSON policy language"), read strictly:
 * whatever it does not know is a problem, never ignored. What a kind of policy further requires is in `validate/`.
 */
import { parseOperator, valuesFit } from "./conditions/index.ts";
import { isObject, parseJson } from "./json.ts";
import { parsePrincipalElement } from "./principal-element.ts";
import type { Condition, PolicyDocument, PrincipalElement, Statement } from "./types.ts";

/** Why a text is no policy document. */
export interface PolicyProblem {
  readonly kind: "policy-problem";
  readonly cause:
    | "broken-json"
    | "not-an-object"
    | "duplicate-key"
    | "unknown-element"
    | "missing"
    /** Two elements that exclude each other, e.g. Action and NotAction. */
    | "both"
    | "bad-value"
    /** Effect as `allow` or `DENY`. */
    | "wrong-case"
    /** A list without items. */
    | "empty"
    /** Condition is not made of operators that hold keys that hold values. */
    | "malformed-condition"
    | "unknown-operator";
  /** The element concerned: `Statement`, `Effect`, `Action`, `Principal`, … or the operator or key. */
  readonly element: string;
  /** Position of the statement, from 0. */
  readonly statementIndex?: number;
  /** For a reader. AWS's words for it depend on where the document is put. */
  readonly text: string;
}

export function isPolicyProblem(value: PolicyDocument | PolicyProblem): value is PolicyProblem {
  return "kind" in value;
}

/** A policy document, or the first problem with it. Throws nothing. */
export function parsePolicy(text: string): PolicyDocument | PolicyProblem {
  try {
    return readDocument(text);
  } catch (found) {
    if (found instanceof Found) return found.problem;
    throw found;
  }
}

/** Carries the first problem out of the reading functions below; never leaves this file. */
class Found {
  readonly problem: PolicyProblem;
  constructor(cause: PolicyProblem["cause"], element: string, text: string, statementIndex?: number) {
    this.problem = { kind: "policy-problem", cause, element, text, statementIndex };
  }
}

function readDocument(text: string): PolicyDocument {
  const json = parseJson(text);
  if (json.kind === "broken") throw new Found("broken-json", "document", "the policy is not valid JSON");
  if (json.kind === "duplicate-key") throw new Found("duplicate-key", json.key, `\`${json.key}\` is there twice`);
  if (!isObject(json.value)) throw new Found("not-an-object", "document", "the policy is not a JSON object");
  const { Version: version = "2008-10-17", Id: id, Statement: statement, ...others } = json.value;
  const other = Object.keys(others)[0];
  if (other !== undefined) throw new Found("unknown-element", other, `a policy has no element \`${other}\``);
  if (version !== "2012-10-17" && version !== "2008-10-17") {
    throw new Found("bad-value", "Version", "Version is 2012-10-17 or 2008-10-17");
  }
  if (id !== undefined && typeof id !== "string") throw new Found("bad-value", "Id", "Id is a string");
  const list = statement === undefined ? [] : Array.isArray(statement) ? statement : [statement];
  if (list.length === 0) throw new Found("missing", "Statement", "the policy has no Statement");
  const statements = list.map((raw: unknown, index) => readStatement(raw, index, version));
  return { version, id, statements, source: text };
}

const statementElements = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

function readStatement(raw: unknown, index: number, version: PolicyDocument["version"]): Statement {
  if (!isObject(raw)) throw new Found("bad-value", "Statement", "a statement is a JSON object", index);
  const unknown = Object.keys(raw).find((element) => !statementElements.has(element));
  if (unknown !== undefined) {
    throw new Found("unknown-element", unknown, `a statement has no element \`${unknown}\``, index);
  }
  for (const element of ["Principal", "Action", "Resource"]) {
    if (raw[element] !== undefined && raw[`Not${element}`] !== undefined) {
      throw new Found("both", element, `the statement has both ${element} and Not${element}`, index);
    }
  }
  const { Sid: sid, Effect: effect } = raw;
  if (sid !== undefined && typeof sid !== "string") throw new Found("bad-value", "Sid", "Sid is a string", index);
  if (effect === undefined) throw new Found("missing", "Effect", "the statement has no Effect", index);
  if (effect !== "Allow" && effect !== "Deny") {
    const cause = /^(?:allow|deny)$/i.test(String(effect)) ? "wrong-case" : "bad-value";
    throw new Found(cause, "Effect", "Effect is Allow or Deny", index);
  }
  if (raw.Action === undefined && raw.NotAction === undefined) {
    throw new Found("missing", "Action", "the statement has no Action", index);
  }
  return {
    sid,
    index,
    effect,
    principal: readPrincipal(raw, "Principal", index),
    notPrincipal: readPrincipal(raw, "NotPrincipal", index),
    actions: readList(raw, "Action", index),
    notActions: readList(raw, "NotAction", index),
    resources: readList(raw, "Resource", index),
    notResources: readList(raw, "NotResource", index),
    conditions: raw.Condition === undefined ? [] : readConditions(raw.Condition, index, version),
  };
}

type RawStatement = Readonly<Record<string, unknown>>;

function readPrincipal(raw: RawStatement, element: string, index: number): PrincipalElement | undefined {
  if (raw[element] === undefined) return undefined;
  const parsed = parsePrincipalElement(raw[element]);
  if (parsed === undefined) throw new Found("bad-value", element, `${element} has no form that AWS knows`, index);
  return parsed;
}

function readList(raw: RawStatement, element: string, index: number): readonly string[] | undefined {
  const value = raw[element];
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Found("empty", element, `${element} is an empty list`, index);
  if (!list.every((item) => typeof item === "string")) {
    throw new Found("bad-value", element, `${element} is a string or a list of strings`, index);
  }
  return list;
}

function readConditions(raw: unknown, index: number, version: PolicyDocument["version"]): readonly Condition[] {
  if (!isObject(raw)) throw new Found("malformed-condition", "Condition", "Condition is a JSON object", index);
  const conditions: Condition[] = [];
  for (const [operator, block] of Object.entries(raw)) {
    if (parseOperator(operator) === undefined) {
      throw new Found("unknown-operator", operator, `there is no condition operator \`${operator}\``, index);
    }
    if (!isObject(block)) throw new Found("malformed-condition", operator, `${operator} holds a JSON object`, index);
    for (const [key, value] of Object.entries(block)) {
      const condition = { operator, key, values: readValues(value, key, index) };
      if (!valuesFit(condition, version)) {
        throw new Found("bad-value", key, `a value of \`${key}\` is not of the type that ${operator} compares`, index);
      }
      conditions.push(condition);
    }
  }
  return conditions;
}

/** Strings, numbers and booleans, all as text. */
function readValues(raw: unknown, key: string, index: number): readonly string[] {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  return list.map((value) => {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      throw new Found("malformed-condition", key, `a value of \`${key}\` is a string, number or boolean`, index);
    }
    return String(value);
  });
}
