/**
 * ARN operators: the six colon-separated parts are compared one by one, each with wildcards; ArnEquals means the same as
 * ArnLike. A wildcard does not reach over a colon, except in the last part, which holds whatever follows the fifth one.
 * Source: IAM guide, reference_policies_elements_condition_operators, "Amazon Resource Name (ARN) condition operators".
 */
import { type GlobToken, globTest, type TextTest } from "../glob.ts";
import { templateParts, tokensOf } from "../variables.ts";
import type { Operator, OperatorTable } from "./operator.ts";

const like: Operator = {
  negated: false,
  test: (policyValue, version) => {
    const parts = templateParts(policyValue, version);
    if (parts.some((part) => part.kind === "variable")) {
      return (value, context) => {
        const tokens = tokensOf(parts, context, "wildcards");
        return tokens !== undefined && arnTest(tokens)(value);
      };
    }
    return arnTest(tokensOf(parts, new Map(), "wildcards") ?? []);
  },
};

const notLike: Operator = { ...like, negated: true };

export const arnOperators: OperatorTable = {
  ArnEquals: like,
  ArnLike: like,
  ArnNotEquals: notLike,
  ArnNotLike: notLike,
};

const colon = 58;

/** A pattern of fewer than six parts matches nothing. */
function arnTest(tokens: readonly GlobToken[]): TextTest {
  const tests: TextTest[] = [];
  let from = 0;
  for (let part = 0; part < 5; part++) {
    const end = tokens.indexOf(colon, from);
    if (end === -1) return () => false;
    tests.push(globTest(tokens.slice(from, end)));
    from = end + 1;
  }
  tests.push(globTest(tokens.slice(from)));
  return (value) => {
    const parts = arnParts(value);
    return parts !== undefined && tests.every((test, at) => test(parts[at] ?? ""));
  };
}

/** `arn`, partition, service, region, account, and the rest with its colons. */
function arnParts(arn: string): readonly string[] | undefined {
  const pieces = arn.split(":");
  if (pieces.length < 6) return undefined;
  return [...pieces.slice(0, 5), pieces.slice(5).join(":")];
}
