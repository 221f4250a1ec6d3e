import { isKnownConditionKey } from "../../emulator/policy/index.ts";
import type { Configuration, PolicyText } from "../configuration.ts";
import { policyTexts, withPolicyTexts } from "../policy-texts.ts";
import { changing, type Question } from "./question.ts";
import { conditionsOf, isJson, type Json, statementsOf, withStatements } from "./statements.ts";

/**
 * Conditions on keys that are not modelled: what such a condition asks for is met by a request or not. An Allow is taken as
 * met, a Deny as not, so that what is denied all the same is denied whatever the key says; the questions ask for the opposite.
 */
export function withKnownKeys(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const questions = policyTexts(configuration).flatMap((policy): readonly Question[] => {
    const keys = unmodelledIn(policy);
    if (keys.length === 0) return [];
    const { name, source } = policy;
    return [
      {
        what: `condition on \`${keys.join("`, `")}\` in \`${name}\``,
        because: "what a request of Firehose says of that key is not modelled",
        settledBy: "see in the account whether the delivery meets it",
        source,
        answers: [
          changing("less", (at) =>
            withPolicyTexts(at, (each) => (each.source === source ? decided(policy, false) : each)),
          ),
        ],
      },
    ];
  });
  return {
    configuration:
      questions.length === 0 ? configuration : withPolicyTexts(configuration, (each) => decided(each, true)),
    questions,
  };
}

function unmodelledIn(policy: PolicyText): readonly string[] {
  return [
    ...new Set(
      statementsOf(policy)
        .flatMap(conditionsOf)
        .map(({ key }) => key)
        .filter((key) => !isKnownConditionKey(key)),
    ),
  ];
}

/** Every such condition decided in favour of the request, or against it. */
function decided(policy: PolicyText, isFavoured: boolean): PolicyText {
  if (unmodelledIn(policy).length === 0) return policy;
  return withStatements(policy, (statement) => decidedStatement(statement, isFavoured));
}

function decidedStatement(statement: Json, isFavoured: boolean): Json {
  const isMet = (statement.Effect === "Allow") === isFavoured;
  const { Condition } = statement;
  if (!isJson(Condition) || !conditionsOf(statement).some(({ key }) => !isKnownConditionKey(key))) return statement;
  const kept = Object.entries(Condition).flatMap(([operator, block]) => {
    const known = Object.entries(block as Json).filter(([key]) => isKnownConditionKey(key));
    return known.length === 0 ? [] : [[operator, Object.fromEntries(known)] as const];
  });
  const { Condition: _undecided, ...others } = statement;
  // A service principal has no account, and no account has this id.
  const never = { StringEquals: { "aws:PrincipalAccount": "000000000000" } };
  if (!isMet) return { ...others, Condition: never };
  return kept.length === 0 ? others : { ...others, Condition: Object.fromEntries(kept) };
}
