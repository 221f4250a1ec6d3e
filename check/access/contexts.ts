import { globTest, globTokens, type TextTest } from "../../emulator/policy/glob.ts";
import type { AuthorizationRequest, ConditionContext, Policy, Statement } from "../../emulator/policy/index.ts";
import { matchPrincipal } from "../../emulator/policy/principal-match.ts";
import { type Samples, sampleOf, samplesOf, stranger } from "../effective/samples.ts";
import { canBring } from "./possible.ts";

/** The moment at which people ask; milliseconds since the epoch. */
export type Moment = number;

/** More of them than this are not tried for a request. */
export const mostContexts = 300;

type Value = readonly string[] | undefined;
type Entries = readonly (readonly [key: string, value: Value])[];

/**
 * With what a request may come beside what is there already, the plainest first: for each Allow that applies what its
 * conditions ask for, with each of their values, by itself and together with what every Deny that applies asks for.
 */
export function contextsOf(request: AuthorizationRequest): readonly ConditionContext[] {
  const applying = policiesIn(request).flatMap(({ document }) =>
    document.statements.filter((statement) => statement.conditions.length > 0 && applies(statement, request)),
  );
  const conditionsOf = (statement: Statement) => conditionsFor(statement, request);
  const allows = applying.filter(({ effect }) => effect === "Allow").map(conditionsOf);
  const denies = applying.filter(({ effect }) => effect === "Deny").map(conditionsOf);
  const starts: readonly Entries[] = [[], ...allows.flatMap(metIn)];
  const unlocks = unlocksOf(denies.filter((deny) => deny.length > 0));
  const found = new Map<string, ConditionContext>();
  for (const start of starts) {
    for (const unlock of [[], ...unlocks]) {
      const context = contextFrom([...unlock, ...start]);
      found.set(JSON.stringify([...context].toSorted()), context);
      if (found.size >= mostContexts) break;
    }
  }
  return [...found.values()].toSorted((one, other) => one.size - other.size);
}

interface KeySamples {
  readonly key: string;
  readonly samples: Samples;
}

function conditionsFor({ conditions }: Statement, { principal, action }: AuthorizationRequest): readonly KeySamples[] {
  return conditions
    .map((condition) => ({ key: condition.key.toLowerCase(), samples: samplesOf(condition) }))
    .filter(({ key }) => canBring(principal, action, key));
}

/** Each way to meet all of them: with the first value of each, and with each other value of one. */
function metIn(conditions: readonly KeySamples[]): readonly Entries[] {
  const first: Entries = conditions.map(({ key, samples: { meeting } }) => [key, meeting[0]]);
  const others = conditions.flatMap(({ key, samples: { meeting } }) =>
    meeting.slice(1).map((value): Entries => [...first, [key, value]]),
  );
  return [first, ...others];
}

/** Ways past all Denies at once: each is missed by one of its conditions, by the first of its values or by each other one. */
function unlocksOf(denies: readonly (readonly KeySamples[])[]): readonly Entries[] {
  if (denies.length === 0) return [];
  const missings = denies.map((deny) =>
    deny.flatMap(({ key, samples: { missing } }) => missing.map((value) => [key, value] as const)),
  );
  const first = missings.flatMap(([missing]) => (missing === undefined ? [] : [missing]));
  const others = missings.flatMap((each) => each.slice(1).map((missing): Entries => [...first, missing]));
  // Without what another Deny would be missed by, too.
  const alone = missings.flatMap((each) => each.map((missing): Entries => [missing]));
  return [first, ...others, ...alone];
}

function contextFrom(entries: Entries): ConditionContext {
  const last = new Map(entries);
  return new Map([...last].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

function policiesIn({ principalSide, resourceSide }: AuthorizationRequest): readonly Policy[] {
  const { identityPolicies, permissionsBoundary, serviceControlPolicies = [] } = principalSide;
  const { policies, resourceControlPolicies = [] } = resourceSide;
  return [
    ...policies,
    ...identityPolicies,
    ...(permissionsBoundary === undefined ? [] : [permissionsBoundary]),
    ...serviceControlPolicies.flat(),
    ...resourceControlPolicies.flat(),
  ];
}

function applies(statement: Statement, request: AuthorizationRequest): boolean {
  const { isAction, isResource } = testsOf(statement);
  if (!isAction(request.action.toLowerCase()) || !isResource(request.resource.arn)) return false;
  const isOfResource = statement.principal !== undefined || statement.notPrincipal !== undefined;
  return !isOfResource || matchPrincipal(statement, request) !== "none";
}

interface Tests {
  readonly isAction: TextTest;
  readonly isResource: TextTest;
}

const known = new WeakMap<Statement, Tests>();

/** With a policy variable in a pattern, whatever it may stand for. */
function testsOf(statement: Statement): Tests {
  let tests = known.get(statement);
  if (tests === undefined) {
    const { actions, notActions, resources, notResources } = statement;
    tests = {
      isAction: listTest(actions, notActions, (pattern) => pattern.toLowerCase()),
      isResource: listTest(resources, notResources, (pattern) => pattern.replaceAll(/\$\{[^}]*\}/g, "*")),
    };
    known.set(statement, tests);
  }
  return tests;
}

function listTest(
  listed: readonly string[] | undefined,
  notListed: readonly string[] | undefined,
  written: (pattern: string) => string,
): TextTest {
  const patterns = listed ?? notListed;
  if (patterns === undefined) return () => true;
  const tests = patterns.map((pattern) => globTest(globTokens(written(pattern))));
  // What a variable may stand for is outside of a list that negates it, too.
  const isOpen = notListed?.some((pattern) => pattern.includes("${")) === true;
  return (text) => isOpen || tests.some((test) => test(text)) === (notListed === undefined);
}

/** What of a request's keys an answer rests on: what is not needed is left out as long as the answer stays. */
export function needed(context: ConditionContext, holds: (context: ConditionContext) => boolean): ConditionContext {
  let kept = context;
  for (const key of context.keys()) {
    const without = new Map([...kept].filter(([each]) => each !== key));
    if (holds(without)) kept = without;
  }
  return kept;
}

/** What stands for any value that no policy names. */
export const anyOther = "(another value)";

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
      const shown = values.map((value) => {
        if (value === stranger || value.endsWith("role/stranger")) return anyOther;
        return written.find((each) => sampleOf(each) === value || each.replace(/\/\d+$/, "") === value) ?? value;
      });
      return [about[0]?.key ?? folded, shown];
    }),
  );
}
