/** String operators: StringEquals compares whole values, StringLike knows `*` and `?`. Policy variables are filled in. */
import { type PatternKind, patternTest } from "../variables.ts";
import type { Operator, OperatorTable } from "./operator.ts";

export const stringOperators: OperatorTable = {
  StringEquals: comparing("exact", false),
  StringNotEquals: comparing("exact", true),
  StringEqualsIgnoreCase: comparing("exact-ignoring-case", false),
  StringNotEqualsIgnoreCase: comparing("exact-ignoring-case", true),
  StringLike: comparing("wildcards", false),
  StringNotLike: comparing("wildcards", true),
};

function comparing(kind: PatternKind, negated: boolean): Operator {
  return { negated, test: (policyValue, version) => patternTest(policyValue, version, kind) };
}
