/**
 * Policy variables: `${key}`, `${key, 'default'}` and the literals `${*}`, `${?}`, `${$}`. Only documents of version
 * 2012-10-17 have them. Source: IAM guide, reference_policies_variables.
 */
import { anyOne, anyRun, arnTokens, type GlobToken, globTest, globTokens, literalTokens } from "./glob.ts";
import type { ConditionContext } from "./types.ts";

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  /** One of `*`, `?`, `$`, meant as the character. */
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable"; readonly key: string; readonly fallback?: string };

/** Tests a text against what a policy says, with the request's values in place of variables. */
export type PatternTest = (text: string, context: ConditionContext) => boolean;

export type PolicyVersion = "2012-10-17" | "2008-10-17";

const bracesForm = /\$\{([^{}]*)\}/g;

/** What stands between the braces: a key, or a key with its default. */
const defaultForm = /^([^,']+),\s*'([^']*)'$/;

const noContext: ConditionContext = new Map();

/** Splits text into what stands and what is filled in. Anything that is no well-formed variable stands as written. */
export function templateParts(text: string, version: PolicyVersion): readonly TemplatePart[] {
  if (version === "2008-10-17" || !text.includes("${")) return [{ kind: "text", text }];
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of text.matchAll(bracesForm)) {
    const part = variablePart((match[1] ?? "").trim());
    if (part === undefined) continue;
    if (match.index > from) parts.push({ kind: "text", text: text.slice(from, match.index) });
    parts.push(part);
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}

function variablePart(inside: string): TemplatePart | undefined {
  if (inside === "*" || inside === "?" || inside === "$") return { kind: "literal", text: inside };
  const [, key = inside, fallback] = defaultForm.exec(inside) ?? [];
  if (!/^[^\s,']+$/.test(key.trim())) return undefined;
  return { kind: "variable", key: key.trim().toLowerCase(), fallback };
}

/** Keys that a text's variables read, in lower case. */
export function variableKeys(text: string, version: PolicyVersion): readonly string[] {
  return templateParts(text, version).flatMap((part) => (part.kind === "variable" ? [part.key] : []));
}

/**
 * The text with its variables filled in; undefined when one has no value and no default (or several values, which a
 * variable cannot stand for).
 */
export function fill(parts: readonly TemplatePart[], context: ConditionContext): string | undefined {
  let text = "";
  for (const part of parts) {
    const value = part.kind === "variable" ? variableValue(part.key, part.fallback, context) : part.text;
    if (value === undefined) return undefined;
    text += value;
  }
  return text;
}

function variableValue(key: string, fallback: string | undefined, context: ConditionContext): string | undefined {
  const values = context.get(key);
  return values === undefined || values.length === 0 ? fallback : values.length === 1 ? values[0] : undefined;
}

export type PatternKind = "exact" | "exact-ignoring-case" | "wildcards" | "resource";

/** A test for one value of a policy; a value whose variable has no value matches nothing. */
export function patternTest(pattern: string, version: PolicyVersion, kind: PatternKind): PatternTest {
  const parts = templateParts(pattern, version);
  if (!parts.some((part) => part.kind === "variable")) {
    const literal = fill(parts, noContext) ?? "";
    const folded = literal.toLowerCase();
    if (kind === "exact") return (text) => text === literal;
    if (kind === "exact-ignoring-case") return (text) => text.toLowerCase() === folded;
    return globTest(tokensOf(parts, noContext, kind) ?? []);
  }
  return (text, context) => {
    if (kind === "exact" || kind === "exact-ignoring-case") {
      const expected = fill(parts, context);
      if (expected === undefined) return false;
      return kind === "exact" ? text === expected : text.toLowerCase() === expected.toLowerCase();
    }
    const tokens = tokensOf(parts, context, kind);
    return tokens !== undefined && globTest(tokens)(text);
  };
}

/** Pattern tokens with variables filled in as plain characters; undefined when a variable has no value. */
export function tokensOf(
  parts: readonly TemplatePart[],
  context: ConditionContext,
  kind: PatternKind,
): GlobToken[] | undefined {
  let tokens: GlobToken[] = [];
  for (const part of parts) {
    if (part.kind === "text") tokens = tokens.concat(globTokens(part.text));
    else {
      const value = part.kind === "literal" ? part.text : variableValue(part.key, part.fallback, context);
      if (value === undefined) return undefined;
      tokens = tokens.concat(literalTokens(value));
    }
  }
  return kind === "resource" ? arnTokens(tokens) : tokens;
}

/** Whether a text stands for one fixed value: it has neither wildcard nor variable. */
export function isFixed(text: string, version: PolicyVersion): boolean {
  return templateParts(text, version).every(
    (part) => part.kind === "literal" || (part.kind === "text" && !globTokens(part.text).some(isMark)),
  );
}

function isMark(token: GlobToken): boolean {
  return token === anyOne || token === anyRun;
}
