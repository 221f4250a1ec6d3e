import type { PolicyText } from "../configuration.ts";

export type Json = Readonly<Record<string, unknown>>;

/** The statements of a policy; none where its text is no document, which AWS refuses. */
export function statementsOf({ text }: Pick<PolicyText, "text">): readonly Json[] {
  const document = documentOf(text);
  const { Statement } = document ?? {};
  return (Array.isArray(Statement) ? Statement : [Statement]).filter(isJson);
}

/** Values of a member that is one or several. */
export function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");
}

/** One operator–key pair of a statement's Condition. */
export interface ConditionOfStatement {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export function conditionsOf({ Condition }: Json): readonly ConditionOfStatement[] {
  if (!isJson(Condition)) return [];
  return Object.entries(Condition).flatMap(([operator, block]) =>
    isJson(block) ? Object.entries(block).map(([key, values]) => ({ operator, key, values: listOf(values) })) : [],
  );
}

/** The policy with some of its statements changed. */
export function withStatements(policy: PolicyText, change: (statement: Json) => Json): PolicyText {
  const document = documentOf(policy.text);
  if (document === undefined) return policy;
  const { Statement } = document;
  const changed = (each: unknown) => (isJson(each) ? change(each) : each);
  const after = Array.isArray(Statement) ? Statement.map(changed) : changed(Statement);
  return { ...policy, text: JSON.stringify({ ...document, Statement: after }) };
}

function documentOf(text: string): Json | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isJson(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
