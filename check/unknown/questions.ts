import type { Configuration, NotChecked } from "../configuration.ts";
import { relevantPart } from "../relevant.ts";
import { withKnownActions } from "./actions.ts";
import { withDecidableConditions } from "./conditions.ts";
import { withKnownDocuments } from "./documents.ts";
import { nameQuestions } from "./names.ts";
import { openQuestions } from "./open-questions.ts";
import { withOrganization } from "./organization.ts";
import { withKnownPrincipals } from "./outsiders.ts";
import type { Question } from "./question.ts";
import { reachQuestions } from "./reach.ts";
import { withKnownResources } from "./resources.ts";
import { withUnknownIds } from "./role-ids.ts";
import { withSettings } from "./settings.ts";
import { withUndescribed } from "./undescribed.ts";

/** What is played of a configuration, and everything about it that could turn out otherwise. */
export interface Subject {
  /** The delivery and all that it meets, with something in each place where the play needs it. */
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
  /** What is not checked and has no part in the verdict. */
  readonly without: readonly NotChecked[];
}

export function subjectOf(whole: Configuration): Subject {
  return wholeSubjectOf(relevantPart(whole));
}

/** With bystanders. */
export function wholeSubjectOf(configuration: Configuration): Subject {
  const set = withSettings(withUnknownIds(configuration));
  const read = withKnownDocuments(set.configuration);
  const listed = withKnownResources(read.configuration);
  const described = withUndescribed(listed.configuration);
  const placed = withOrganization(described.configuration);
  const known = withDecidableConditions(placed.configuration);
  const acting = withKnownActions(known.configuration);
  const peopled = withKnownPrincipals(acting.configuration);
  const { questions, without } = reachQuestions(peopled.configuration);
  return {
    configuration: peopled.configuration,
    questions: [
      ...set.questions,
      ...read.questions,
      ...listed.questions,
      ...described.questions,
      ...placed.questions,
      ...known.questions,
      ...acting.questions,
      ...peopled.questions,
      ...openQuestions(peopled.configuration),
      ...questions,
      ...nameQuestions(peopled.configuration),
    ],
    without,
  };
}
