import { isPolicyProblem, isPublicPolicy, parsePolicy } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { changing, type Question } from "./question.ts";
import { conditionsOf, statementsOf } from "./statements.ts";

/** Keys that an AWS service may set when it acts for a customer's resource. */
const sourceKeys = /^aws:Source(?:Arn|Account)$/i;

/** What is known of AWS by nobody. */
export function openQuestions(configuration: Configuration): readonly Question[] {
  return [...sourceQuestions(configuration), ...publicQuestions(configuration)];
}

/** The list of what makes a bucket policy not public does not have `aws:PrincipalOrgPaths`. */
function publicQuestions({ bucket }: Configuration): readonly Question[] {
  const { policy } = bucket;
  const document = policy === undefined ? undefined : parsePolicy(policy.text);
  if (policy === undefined || document === undefined || isPolicyProblem(document)) return [];
  if (!isPublicPolicy(document) || isPublicPolicy(document, { doOrganizationPathsFix: true })) return [];
  return [
    {
      what: "condition on `aws:PrincipalOrgPaths` in `bucket policy`",
      because:
        "AWS does not document whether S3 Block Public Access takes a policy for public which that alone restricts",
      settledBy: "add `aws:PrincipalOrgID`, which it is documented to take into account, or name the principal",
      source: policy.source,
      answers: [
        changing("more", (at) => ({ ...at, openQuestions: { ...at.openQuestions, doOrganizationPathsFix: true } })),
      ],
    },
  ];
}

/**
 * Whether Firehose names its delivery stream when it assumes the role: no page of AWS's says
 * it for Firehose, and nobody has recorded it.
 */
function sourceQuestions({ roles }: Configuration): readonly Question[] {
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
