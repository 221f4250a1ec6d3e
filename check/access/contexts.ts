import { globTest, globTokens } from "../../emulator/policy/glob.ts";
import type { ConditionContext, Statement } from "../../emulator/policy/index.ts";
import type { Person } from "../effective/ask.ts";
import { contextsOf } from "../effective/requests.ts";
import { sampleOf } from "../effective/samples.ts";

/** The moment at which people ask; milliseconds since the epoch. */
export type Moment = number;

/**
 * Keys that are not the caller's to choose: they follow from what is asked for, from the time, or, for whoever is no service of
 * AWS, are not there at all. Source: IAM User Guide, "AWS global condition context keys".
 */
const given = new Set([
  ...["aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:resourceaccount", "aws:resourceorgid"],
  ...["aws:resourceorgpaths", "s3:resourceaccount", "kms:calleraccount"],
]);
const ofServices = new Set(["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"]);

/** Answers with what a request may come, the plainest first. */
export type Contexts = (person: Person, action: string) => readonly ConditionContext[];

/** `statements`: all that may answer. */
export function contextsFor(statements: readonly Statement[], now: Moment): Contexts {
  const clock: ConditionContext = new Map([
    ["aws:currenttime", [new Date(now).toISOString()]],
    ["aws:epochtime", [String(Math.floor(now / 1000))]],
  ]);
  const allows = statements
    .filter(({ effect, conditions }) => effect === "Allow" && conditions.length > 0)
    .map((statement) => ({ isFor: actionTest(statement), contexts: contextsOf(statement, statements) }));
  // With none of an Allow's conditions to meet, what every Deny asks for may still have to be.
  const plain = contextsOf({ index: 0, effect: "Allow", conditions: [] }, statements);
  return (person, action) => {
    const asked = [...plain, ...allows.filter(({ isFor }) => isFor(action)).flatMap(({ contexts }) => contexts)];
    const possible = asked.map((context) => possibleFor(person, action, context));
    const unique = new Map(possible.map((context) => [JSON.stringify([...context].toSorted()), context]));
    return [...unique.values()]
      .toSorted((one, other) => one.size - other.size)
      .map((context) => new Map([...context, ...clock]));
  };
}

function actionTest({ actions, notActions }: Statement): (action: string) => boolean {
  const tests = (actions ?? notActions ?? []).map((pattern) => globTest(globTokens(pattern.toLowerCase())));
  return (action) => tests.some((test) => test(action.toLowerCase())) === (notActions === undefined);
}

function possibleFor({ principal }: Person, action: string, context: ConditionContext): ConditionContext {
  const [service = ""] = action.split(":");
  return new Map(
    [...context].filter(([key]) => {
      if (given.has(key)) return false;
      if (ofServices.has(key)) return principal.kind === "service";
      const [owner = ""] = key.split(":");
      return owner === "aws" || owner === service;
    }),
  );
}

/** What of a request's keys an answer rests on: what is not needed is left out as long as the answer stays. */
export function needed(context: ConditionContext, holds: (context: ConditionContext) => boolean): ConditionContext {
  let kept = context;
  for (const key of context.keys()) {
    const without = new Map([...kept].filter(([each]) => each !== key));
    if (holds(without)) kept = without;
  }
  return new Map([...kept].filter(([key]) => !given.has(key)));
}

/** The keys in the words of the policies: with the patterns that the values are samples of. */
export function inPolicyWords(
  context: ConditionContext,
  statements: readonly Statement[],
): Readonly<Record<string, readonly string[]>> {
  const conditions = statements.flatMap((statement) => statement.conditions);
  return Object.fromEntries(
    [...context].map(([folded, values]) => {
      const about = conditions.filter(({ key }) => key.toLowerCase() === folded);
      const written = about.flatMap((condition) => condition.values);
      const shown = values.map(
        (value) => written.find((each) => sampleOf(each) === value || each.replace(/\/\d+$/, "") === value) ?? value,
      );
      return [about[0]?.key ?? folded, shown];
    }),
  );
}
