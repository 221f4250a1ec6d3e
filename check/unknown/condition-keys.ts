import { isKnownConditionKey } from "../../emulator/policy/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { Configuration, PolicyText } from "../configuration.ts";
import { policyTexts, withPolicyTexts } from "../policy-texts.ts";
import { changing, type Question } from "./question.ts";
import { conditionsOf, isJson, type Json, statementsOf, withStatements } from "./statements.ts";

/**
 * Conditions on keys that are not modelled, or of which nobody knows whether a request has them: what such a condition asks for
 * is met by a request or not. An Allow is taken as
 * met, a Deny as not, so that what is denied all the same is denied whatever the key says; the questions ask for the opposite.
 */
export function withKnownKeys(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const isOpen = isOneAccount(configuration) ? isOpenInOneAccount : isUnmodelled;
  const questions = policyTexts(configuration).flatMap((policy): readonly Question[] => {
    const keys = openKeysIn(policy, isOpen);
    if (keys.length === 0) return [];
    const { name, source } = policy;
    return [
      {
        what: `condition on \`${keys.join("`, `")}\` in \`${name}\``,
        because: keys.every(isUnmodelled)
          ? "what a request of Firehose says of that key is not modelled"
          : "AWS does not document whether Firehose sends an ACL to a bucket of its own account",
        settledBy: "see in the account whether the delivery meets it",
        source,
        answers: [
          changing("less", (at) =>
            withPolicyTexts(at, (each) => (each.source === source ? decided(policy, isOpen, false) : each)),
          ),
        ],
      },
    ];
  });
  return {
    configuration:
      questions.length === 0 ? configuration : withPolicyTexts(configuration, (each) => decided(each, isOpen, true)),
    questions,
  };
}

type IsOpen = (key: string) => boolean;

const isUnmodelled: IsOpen = (key) => !isKnownConditionKey(key);

/** The guide asks for no permission to set an ACL in a bucket of one's own account, and says of none that it sends there. */
const isOpenInOneAccount: IsOpen = (key) => isUnmodelled(key) || /^s3:x-amz-acl$/i.test(key);

function openKeysIn(policy: PolicyText, isOpen: IsOpen): readonly string[] {
  const keys = statementsOf(policy).flatMap(conditionsOf);
  return [...new Set(keys.map(({ key }) => key).filter(isOpen))];
}

/** Every such condition decided in favour of the request, or against it. */
function decided(policy: PolicyText, isOpen: IsOpen, isFavoured: boolean): PolicyText {
  if (openKeysIn(policy, isOpen).length === 0) return policy;
  return withStatements(policy, (statement) => decidedStatement(statement, isOpen, isFavoured));
}

function decidedStatement(statement: Json, isOpen: IsOpen, isFavoured: boolean): Json {
  const isMet = (statement.Effect === "Allow") === isFavoured;
  const { Condition, ...others } = statement;
  if (!isJson(Condition) || !conditionsOf(statement).some(({ key }) => isOpen(key))) return statement;
  // Met by no request, for all of them have a time; and without a value that nobody wrote.
  if (!isMet) return { ...others, Condition: { Null: { "aws:CurrentTime": "true" } } };
  const kept = Object.entries(Condition).flatMap(([operator, block]) => {
    const known = Object.entries(block as Json).filter(([key]) => !isOpen(key));
    return known.length === 0 ? [] : [[operator, Object.fromEntries(known)] as const];
  });
  return kept.length === 0 ? others : { ...others, Condition: Object.fromEntries(kept) };
}
