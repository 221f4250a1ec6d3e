import type { Configuration } from "../configuration.ts";
import { policyTexts } from "../policy-texts.ts";
import { principalArns, roleArn } from "../principals-named.ts";
import { deliveryRoles } from "../relevant.ts";
import { type Assignment, itemsOf, overlap } from "./overlap.ts";
import type { Answer, Question } from "./question.ts";
import { conditionsOf, listOf, statementsOf } from "./statements.ts";
import { hasMark, type Unknown } from "./unknown.ts";
import { baseWorld, type World, withValues } from "./world.ts";

/**
 * Texts with marks that policies may mean or not: for each pattern that can fit what the delivery is called, the values for
 * which it does.
 */
export function nameQuestions(configuration: Configuration): readonly Question[] {
  if (configuration.unknowns.length === 0) return [];
  const unknowns = new Map(configuration.unknowns.map((unknown) => [unknown.mark, unknown]));
  const base = baseWorld(configuration);
  const found = new Map<string, { readonly values: Assignment; readonly pattern: string }>();
  const subjects = subjectsOf(configuration);
  for (const pattern of patternsIn(configuration)) {
    for (const subject of subjects) {
      if (!hasMark(pattern) && !hasMark(subject)) continue;
      const values = fittingValues(pattern, subject, unknowns, base);
      if (values !== undefined) found.set(JSON.stringify([...values].sort()), { values, pattern });
    }
  }
  return questionsOf([...found.values()], unknowns);
}

/** What the calls of the delivery are made by and on. */
function subjectsOf(configuration: Configuration): readonly string[] {
  const { bucket, dataStream, keys, accountA, deliveryStream, logStreams } = configuration;
  const roles = deliveryRoles(configuration);
  return [
    ...roles.map(roleArn),
    ...roles.map(({ accountId, name }) => `arn:aws:sts::${accountId}:assumed-role/${name}/AWSFirehoseDelivery`),
    `arn:aws:s3:::${bucket.name}`,
    `arn:aws:s3:::${bucket.name}/${deliveryStream.destination.Prefix ?? ""}x`,
    ...(dataStream === undefined ? [] : [dataStream.arn]),
    ...keys.map(({ arn }) => arn),
    ...keys.map(({ arn }) => arn.replace(/.*\//, "")),
    `arn:aws:firehose:${accountA.region}:${accountA.id}:deliverystream/${deliveryStream.name}`,
    ...logStreams.map(({ group }) => `arn:aws:logs:${accountA.region}:${accountA.id}:log-group:${group}`),
  ];
}

/** Resources, principals and values of conditions. */
function patternsIn(configuration: Configuration): ReadonlySet<string> {
  const patterns = policyTexts(configuration).flatMap((policy) => [
    ...principalArns(policy.text),
    ...statementsOf(policy).flatMap((statement) => [
      ...listOf(statement.Resource),
      ...listOf(statement.NotResource),
      ...conditionsOf(statement).flatMap(({ values }) => values),
    ]),
  ]);
  return new Set(patterns.filter((pattern) => pattern !== "*"));
}

/** Undefined: it fits always, or never. */
function fittingValues(
  pattern: string,
  subject: string,
  unknowns: ReadonlyMap<string, Unknown>,
  base: World,
): Assignment | undefined {
  const fits = (world: World) => isFitting(put(pattern, world), put(subject, world));
  if (fits(base)) return undefined;
  const values = overlap(itemsOf(subject, unknowns, false), itemsOf(pattern, unknowns, true));
  if (values === undefined || values.size === 0) return undefined;
  // A mark that stands in two places would have had two values.
  return fits(withValues(base, values)) ? values : undefined;
}

function put(text: string, { assignment }: World): string {
  return [...text].map((character) => assignment.get(character) ?? character).join("");
}

function isFitting(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}

function questionsOf(
  found: readonly { readonly values: Assignment; readonly pattern: string }[],
  unknowns: ReadonlyMap<string, Unknown>,
): readonly Question[] {
  const shown = (text: string) => [...text].map((character) => unknowns.get(character)?.shown ?? character).join("");
  const groups = Map.groupBy(found, ({ values }) => [...values.keys()].sort().join());
  return [...groups.values()].map((same): Question => {
    const marks = [...(same[0]?.values.keys() ?? [])];
    const named = marks.map((mark) => unknowns.get(mark)).filter((unknown) => unknown !== undefined);
    const [first] = named;
    const patterns = [...new Set(same.map(({ pattern }) => `\`${shown(pattern)}\``))];
    return {
      what: named.map(({ what }) => what).join(" and "),
      because: `whether ${patterns.join(" or ")} fits it is not known`,
      settledBy: [...new Set(named.map(({ settledBy }) => settledBy))].join("; "),
      source: first?.source ?? { file: "input" },
      answers: same.map(({ values }): Answer => ({ direction: "other", in: (world) => withValues(world, values) })),
    };
  });
}
