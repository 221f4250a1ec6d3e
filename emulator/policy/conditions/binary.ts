/** BinaryEquals compares bytes, both sides in base64. No policy variables. */
import type { OperatorTable } from "./operator.ts";

export const binaryOperators: OperatorTable = {
  BinaryEquals: {
    negated: false,
    test: (policyValue) => {
      const expected = bytes(policyValue);
      return expected === undefined ? undefined : (value) => bytes(value) === expected;
    },
  },
};

/** One character a byte; undefined when the text is not base64. */
function bytes(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}
