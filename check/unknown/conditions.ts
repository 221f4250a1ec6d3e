import { isConditionKeyOfAws, isKnownConditionKey } from "../../emulator/policy/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { Configuration, PolicyText } from "../configuration.ts";
import { policyTexts, withPolicyTexts } from "../policy-texts.ts";
import { changing, type Question } from "./question.ts";
import {
  type ConditionOfStatement,
  conditionsOf,
  isJson,
  type Json,
  listOf,
  statementsOf,
  withStatements,
} from "./statements.ts";
import { hasMark } from "./unknown.ts";

/**
 * Conditions that nobody can decide here: on keys that are not modelled, or of which nobody knows whether a request has them, and
 * those that compare with a value which was not given. What such a condition asks for is met by a request or not. An Allow is
 * taken as met, a Deny as not, so that what is denied all the same is denied however it is; the questions ask for the opposite.
 */
export function withDecidableConditions(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const whyOpen = openness(configuration);
  const openIn =
    (policy: PolicyText): IsOpen =>
    (condition) =>
      whyOpen(condition, policy) !== undefined;
  const questions = policyTexts(configuration).flatMap((policy): readonly Question[] => {
    const isOpen = openIn(policy);
    const open = statementsOf(policy).flatMap(conditionsOf).filter(isOpen);
    const [first] = open;
    const why = first && whyOpen(first, policy);
    if (why === undefined) return [];
    const { name, source } = policy;
    const keys = [...new Set(open.map(({ key }) => key))];
    return [
      {
        what: `condition on \`${keys.join("`, `")}\` in \`${name}\``,
        ...why,
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
      questions.length === 0
        ? configuration
        : withPolicyTexts(configuration, (each) => decided(each, openIn(each), true)),
    questions,
  };
}

type IsOpen = (condition: ConditionOfStatement) => boolean;

/** Why a condition cannot be decided; undefined where it can. */
function openness(
  configuration: Configuration,
): (condition: ConditionOfStatement, policy: PolicyText) => Pick<Question, "because" | "settledBy"> | undefined {
  const isOne = isOneAccount(configuration);
  const withheld = new Map(
    configuration.unknowns.filter(({ kind }) => kind === "withheld").map((unknown) => [unknown.mark, unknown]),
  );
  const ofBuckets = [configuration.bucket.policy?.source, configuration.backupBucket?.policy?.source];
  return ({ key, values }, { source }) => {
    const [unknown] = values.flatMap((value) => [...value].flatMap((character) => withheld.get(character) ?? []));
    if (unknown !== undefined) {
      return { because: `${unknown.what} is not known`, settledBy: unknown.settledBy };
    }
    const settledBy = "see in the account whether the delivery meets it";
    if (!isKnownConditionKey(key)) {
      // S3 takes no policy with such a name, which other services do not look at.
      if (/^s3:/i.test(key) && !isConditionKeyOfAws(key) && ofBuckets.includes(source)) return undefined;
      const because = isConditionKeyOfAws(key)
        ? "what a request of Firehose says of that key is not modelled"
        : "AWS lists no condition key of that name";
      return { because, settledBy };
    }
    // The guide asks for no permission to set an ACL in a bucket of one's own account, and says of none that it sends there.
    if (!isOne || !/^s3:x-amz-acl$/i.test(key)) return undefined;
    return { because: "AWS does not document whether Firehose sends an ACL to a bucket of its own account", settledBy };
  };
}

/** Every such condition decided in favour of the request, or against it. */
function decided(policy: PolicyText, isOpen: IsOpen, isFavoured: boolean): PolicyText {
  if (!statementsOf(policy).flatMap(conditionsOf).some(isOpen)) return policy;
  return withStatements(policy, (statement) => decidedStatement(statement, isOpen, isFavoured));
}

function decidedStatement(statement: Json, isOpen: IsOpen, isFavoured: boolean): Json {
  const isMet = (statement.Effect === "Allow") === isFavoured;
  const { Condition, ...others } = statement;
  if (!isJson(Condition) || !conditionsOf(statement).some(isOpen)) return statement;
  const decided = Object.entries(Condition).map(([operator, block]) => {
    const entries = Object.entries(block as Json).map(([key, values]) => {
      const condition = { operator, key, values: listOf(values) };
      return [
        key,
        isOpen(condition) ? decidedValues(condition, isMet) : ({ kind: "values", values } as const),
      ] as const;
    });
    return [operator, entries] as const;
  });
  // Met by no request, for all of them have a time; and without a value that nobody wrote.
  const isNever = decided.some(([, entries]) => entries.some(([, { kind }]) => kind === "never"));
  if (isNever) return { ...others, Condition: { Null: { "aws:CurrentTime": "true" } } };
  const kept = decided.flatMap(([operator, entries]) => {
    const known = entries.flatMap(([key, each]) => (each.kind === "values" ? [[key, each.values] as const] : []));
    return known.length === 0 ? [] : [[operator, Object.fromEntries(known)] as const];
  });
  return kept.length === 0 ? others : { ...others, Condition: Object.fromEntries(kept) };
}

type Decided =
  /** Of the values those that are known decide. */
  { readonly kind: "values"; readonly values: unknown } | { readonly kind: "always" } | { readonly kind: "never" };

/** A condition holds where one of its values fits; a negated one, where none does. What is open fits or not. */
function decidedValues({ operator, key, values }: ConditionOfStatement, isMet: boolean): Decided {
  const isNegated = /Not/.test(operator);
  const known = isKnownConditionKey(key) ? values.filter((value) => !hasMark(value)) : [];
  const doesOpenFit = isMet !== isNegated;
  if (doesOpenFit) return { kind: isNegated ? "never" : "always" };
  if (known.length > 0 && known.length < values.length) return { kind: "values", values: known };
  return { kind: isNegated ? "always" : "never" };
}
