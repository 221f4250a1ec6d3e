import type { Configuration } from "../configuration.ts";
import { changing, type Question } from "./question.ts";
import { conditionsOf, statementsOf } from "./statements.ts";

/** Keys that an AWS service may set when it acts for a customer's resource. */
const sourceKeys = /^aws:Source(?:Arn|Account)$/i;

/**
 * What is known of AWS by nobody. Whether Firehose names its delivery stream when it assumes the role: no page of AWS's says
 * it for Firehose, and nobody has recorded it.
 */
export function openQuestions({ roles }: Configuration): readonly Question[] {
  return roles.flatMap(({ name, trustPolicy }): readonly Question[] => {
    const keys = statementsOf(trustPolicy)
      .flatMap(conditionsOf)
      .map(({ key }) => key)
      .filter((key) => sourceKeys.test(key));
    if (keys.length === 0) return [];
    return [
      {
        what: `condition on \`${[...new Set(keys)].join("` and `")}\` in the trust policy of role \`${name}\``,
        because: "AWS does not document whether Firehose sends it when it takes the role",
        settledBy: "ask for `sts:ExternalId` instead, which it is documented to send, or try it in the account",
        source: trustPolicy.source,
        answers: [
          changing("other", (at) => ({ ...at, openQuestions: { ...at.openQuestions, firehoseNamesItsSource: true } })),
        ],
      },
    ];
  });
}
