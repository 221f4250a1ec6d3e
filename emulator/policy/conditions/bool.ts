/** Bool compares `true` and `false`, in any case. */
import { patternTest } from "../variables.ts";
import type { OperatorTable } from "./operator.ts";

export const boolOperators: OperatorTable = {
  Bool: {
    negated: false,
    test: (policyValue, version) => {
      const same = patternTest(policyValue, version, "exact-ignoring-case");
      return (value, context) => isBoolean(value) && same(value, context);
    },
  },
};

export function isBoolean(text: string): boolean {
  return /^(true|false)$/i.test(text);
}
