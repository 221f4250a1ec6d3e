/** What the operator families share: an operator tests one request value against one policy value. */
import type { ConditionContext } from "../types.ts";
import type { PolicyVersion } from "../variables.ts";

export type ValueTest = (requestValue: string, context: ConditionContext) => boolean;

export interface Operator {
  /** A negated operator holds when the positive test holds for none of the policy's values. */
  readonly negated: boolean;
  /** The positive test for one policy value; undefined when the value is not of the operator's type. */
  readonly test: (policyValue: string, version: PolicyVersion) => ValueTest | undefined;
}

export type OperatorTable = Readonly<Record<string, Operator>>;
