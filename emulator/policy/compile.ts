/**
 * Statements made ready for matching, once per document. A document is a value, so what is compiled from it is kept
 * beside it and vanishes with it.
 */
import { type CompiledCondition, compileCondition } from "./conditions/index.ts";
import { globTest, globTokens, type TextTest } from "./glob.ts";
import type { PolicyDocument, Statement } from "./types.ts";
import { type PatternTest, patternTest } from "./variables.ts";

export interface CompiledStatement {
  readonly statement: Statement;
  /** Takes the action in lower case. */
  readonly matchesAction: TextTest;
  /** Undefined: the statement has no Resource (trust policies). */
  readonly matchesResource: PatternTest | undefined;
  readonly conditions: readonly CompiledCondition[];
}

export interface CompiledDocument {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}

const compiledDocuments = new WeakMap<PolicyDocument, CompiledDocument>();

export function compiled(document: PolicyDocument): CompiledDocument {
  let known = compiledDocuments.get(document);
  if (known === undefined) {
    const statements = document.statements.map((statement) => compileStatement(statement, document));
    known = {
      allows: statements.filter(({ statement }) => statement.effect === "Allow"),
      denies: statements.filter(({ statement }) => statement.effect === "Deny"),
    };
    compiledDocuments.set(document, known);
  }
  return known;
}

function compileStatement(statement: Statement, { version }: PolicyDocument): CompiledStatement {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const actionTests = (actions ?? notActions ?? []).map((action) => globTest(globTokens(action.toLowerCase())));
  const resourceTests = (resources ?? notResources)?.map((pattern) => patternTest(pattern, version, "resource"));
  return {
    statement,
    matchesAction: notActions === undefined ? anyOf(actionTests) : noneOf(anyOf(actionTests)),
    matchesResource:
      resourceTests && (notResources === undefined ? anyOf(resourceTests) : noneOf(anyOf(resourceTests))),
    conditions: conditions.map((condition) => compileCondition(condition, version, statement.effect)),
  };
}

function anyOf<Arguments extends readonly unknown[]>(
  tests: readonly ((...given: Arguments) => boolean)[],
): (...given: Arguments) => boolean {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (...given) => tests.some((test) => test(...given));
}

function noneOf<Arguments extends readonly unknown[]>(test: (...given: Arguments) => boolean) {
  return (...given: Arguments) => !test(...given);
}
