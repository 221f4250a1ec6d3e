/** Numeric operators compare decimal numbers. They take no policy variables. */
import type { Operator, OperatorTable } from "./operator.ts";

export const numericOperators: OperatorTable = {
  NumericEquals: comparing((actual, expected) => actual === expected, false),
  NumericNotEquals: comparing((actual, expected) => actual === expected, true),
  NumericLessThan: comparing((actual, expected) => actual < expected, false),
  NumericLessThanEquals: comparing((actual, expected) => actual <= expected, false),
  NumericGreaterThan: comparing((actual, expected) => actual > expected, false),
  NumericGreaterThanEquals: comparing((actual, expected) => actual >= expected, false),
};

function comparing(holds: (actual: number, expected: number) => boolean, negated: boolean): Operator {
  return {
    negated,
    test: (policyValue) => {
      const expected = decimal(policyValue);
      if (expected === undefined) return undefined;
      return (value) => {
        const actual = decimal(value);
        return actual !== undefined && holds(actual, expected);
      };
    },
  };
}

function decimal(text: string): number | undefined {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : undefined;
}
