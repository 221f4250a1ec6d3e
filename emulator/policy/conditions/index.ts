/**
 * Conditions made ready to be tested. Source: IAM guide, reference_policies_elements_condition_operators and
 * reference_policies_condition-single-vs-multi-valued-context-keys.
 */
import { isListKey } from "../condition-keys.ts";
import type { Condition, ConditionContext, Statement } from "../types.ts";
import type { PolicyVersion } from "../variables.ts";
import { arnOperators } from "./arn.ts";
import { binaryOperators } from "./binary.ts";
import { boolOperators, isBoolean } from "./bool.ts";
import { dateOperators } from "./date.ts";
import { ipAddressOperators } from "./ip-address.ts";
import { numericOperators } from "./numeric.ts";
import type { Operator, OperatorTable, ValueTest } from "./operator.ts";
import { stringOperators } from "./string.ts";

export interface CompiledCondition {
  readonly condition: Condition;
  readonly holds: (context: ConditionContext) => boolean;
}

export interface OperatorName {
  readonly set: "ForAllValues" | "ForAnyValue" | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

const operators: OperatorTable = {
  ...stringOperators,
  ...arnOperators,
  ...numericOperators,
  ...dateOperators,
  ...boolOperators,
  ...binaryOperators,
  ...ipAddressOperators,
};

const operatorForm = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** The parts of an operator's name; undefined when there is no such operator. */
export function parseOperator(name: string): OperatorName | undefined {
  const match = operatorForm.exec(name);
  if (match === null) return undefined;
  const [, set, base = "", ifExists] = match;
  if (base === "Null") return set === undefined && ifExists === undefined ? { set, base, ifExists: false } : undefined;
  if (!Object.hasOwn(operators, base)) return undefined;
  return { set: set as OperatorName["set"], base, ifExists: ifExists !== undefined };
}

/** Whether every value is of the operator's type, e.g. a number for NumericLessThan. */
export function valuesFit(condition: Condition, version: PolicyVersion): boolean {
  const name = parseOperator(condition.operator);
  if (name === undefined) return false;
  if (name.base === "Null") return condition.values.every(isBoolean);
  return condition.values.every((value) => operators[name.base]?.test(value, version) !== undefined);
}

/** Throws a TypeError for an operator that does not exist; `parsePolicy` lets none through. */
export function compileCondition(
  condition: Condition,
  version: PolicyVersion,
  effect: Statement["effect"],
): CompiledCondition {
  const name = parseOperator(condition.operator);
  if (name === undefined) throw new TypeError(`unknown condition operator \`${condition.operator}\``);
  const key = condition.key.toLowerCase();
  const operator = operators[name.base];
  if (operator === undefined) return { condition, holds: (context) => nullHolds(condition.values, context.get(key)) };
  const tests = condition.values
    .map((value) => operator.test(value, version))
    .filter((test): test is ValueTest => test !== undefined);
  // A list matches no operator without ForAnyValue or ForAllValues, not even a negated one: so IAM answered for aws:TagKeys in 2026.
  const matchesNoList = name.set === undefined && isListKey(key);
  return {
    condition,
    holds: (context) => {
      const actual = context.get(key);
      if (matchesNoList && actual !== undefined && actual.length > 0) return false;
      return holds(name, operator, tests, effect, actual, context);
    },
  };
}

function holds(
  name: OperatorName,
  operator: Operator,
  tests: readonly ValueTest[],
  effect: Statement["effect"],
  actual: readonly string[] | undefined,
  context: ConditionContext,
): boolean {
  if (actual === undefined || actual.length === 0) {
    if (name.ifExists || name.set === "ForAllValues") return true;
    return name.set === undefined && operator.negated;
  }
  const fits = (value: string) => tests.some((test) => test(value, context)) !== operator.negated;
  if (name.set === "ForAllValues") return actual.every(fits);
  if (name.set === "ForAnyValue") return actual.some(fits);
  // Several values of a key that is no list: not documented. We choose the stricter reading of either effect.
  return effect === "Deny" ? actual.some(fits) : actual.every(fits);
}

function nullHolds(expected: readonly string[], actual: readonly string[] | undefined): boolean {
  const absent = actual === undefined || actual.length === 0;
  return expected.some((value) => (value.toLowerCase() === "true") === absent);
}
