import type { Configuration } from "../configuration.ts";
import { policyTexts, withPolicyTexts } from "../policy-texts.ts";
import { changing, type Question } from "./question.ts";
import { type Json, listOf, statementsOf, withStatements } from "./statements.ts";
import { hasMark } from "./unknown.ts";

/** Actions that were not given: a statement has them, or any other, or none. */
export function withKnownActions(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const open = policyTexts(configuration).filter((policy) => statementsOf(policy).some(hasOpenAction));
  if (open.length === 0) return { configuration, questions: [] };
  const byMark = new Map(configuration.unknowns.map((unknown) => [unknown.mark, unknown]));
  const questions = open.map(({ name, source, ...policy }): Question => {
    const marks = statementsOf(policy).flatMap(({ Action, NotAction }) =>
      [...listOf(Action), ...listOf(NotAction)].join(""),
    );
    const [unknown] = [...marks.join("")].flatMap((character) => byMark.get(character) ?? []);
    const isDenying = statementsOf(policy).some((statement) => statement.Effect === "Deny" && hasOpenAction(statement));
    return {
      what: `action ${unknown?.what ?? "that is not known"} in \`${name}\``,
      because: "whether it is one that the delivery calls is not known",
      settledBy: unknown?.settledBy ?? "write it out",
      source,
      answers: [
        changing(isDenying ? "less" : "more", (at) =>
          withPolicyTexts(at, (each) =>
            each.source === source
              ? withStatements({ ...policy, name, source }, (statement) => withActions(statement, ["*"]))
              : each,
          ),
        ),
      ],
    };
  });
  const known = withPolicyTexts(configuration, (policy) =>
    statementsOf(policy).some(hasOpenAction)
      ? withStatements(policy, (statement) => withActions(statement, []))
      : policy,
  );
  return { configuration: known, questions };
}

function hasOpenAction({ Action, NotAction }: Json): boolean {
  return [...listOf(Action), ...listOf(NotAction)].some(hasMark);
}

/** An action that nobody calls keeps a statement of open ones whole. */
const nobodys = "s3:ListAllMyBuckets";

function withActions(statement: Json, instead: readonly string[]): Json {
  if (!hasOpenAction(statement)) return statement;
  const element = statement.Action === undefined ? "NotAction" : "Action";
  const known = listOf(statement[element]).filter((action) => !hasMark(action));
  const all = [...known, ...instead];
  return { ...statement, [element]: all.length === 0 ? [nobodys] : all };
}
