import { bucketArn, formatArn, rootArn, sessionArn } from "../../emulator/index.ts";
import type { Configuration } from "../configuration.ts";
import { policyTexts } from "../policy-texts.ts";
import { principalArns } from "../principals-named.ts";
import { deliveryRoles, functionArns } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import { type Assignment, areAllowed, itemsOf, overlap } from "./overlap.ts";
import type { Answer, Question } from "./question.ts";
import { conditionsOf, listOf, statementsOf } from "./statements.ts";
import { anyMark, hasMark, isFree, type Unknown } from "./unknown.ts";
import { baseWorld, type World, withValues } from "./world.ts";

/**
 * Texts with marks that policies may mean or not: for each pattern that can fit what the delivery is called, the values for
 * which it does.
 */
export function nameQuestions(configuration: Configuration): readonly Question[] {
  if (configuration.unknowns.length === 0) return [];
  const unknowns = new Map(configuration.unknowns.map((unknown) => [unknown.mark, unknown]));
  const base = baseWorld(configuration);
  const found = new Map<string, Found>();
  const { principals, resources, values: texts } = patternsIn(configuration);
  const { roles, all } = subjectsOf(configuration);
  const arns = all.filter((subject) => subject.startsWith("arn:"));
  const ofLambda = [...resources].filter((pattern) => /^arn:[^:]*:lambda:/.test(pattern));
  // What AWS draws for a resource of another kind is nothing that the delivery is called.
  const isOfAnother = (text: string) =>
    (text.match(anyMark) ?? []).some((mark) => {
      const unknown = unknowns.get(mark);
      return unknown !== undefined && unknown.kind === "drawn" && isFree(unknown);
    });
  for (const [patterns, subjects] of [
    [principals, roles],
    [resources, arns],
    [ofLambda, functionArns(configuration.deliveryStream.destination)],
    [texts, all],
  ] as const) {
    for (const pattern of patterns) {
      for (const subject of subjects) {
        if (!hasMark(pattern) && !hasMark(subject)) continue;
        if (isOfAnother(pattern) || isOfAnother(subject)) continue;
        const values = fittingValues(pattern, subject, unknowns, base);
        if (values !== undefined) found.set(JSON.stringify([...values].sort()), { values, pattern });
      }
    }
  }
  // What was not given may have wildcards.
  for (const pattern of resources) {
    for (const mark of new Set(pattern.match(anyMark))) {
      const unknown = unknowns.get(mark);
      if (unknown?.kind !== "withheld" || unknown.isListed === true) continue;
      const values = new Map([[mark, "*"]]);
      found.set(JSON.stringify([...values]), { values, pattern });
    }
  }
  return questionsOf([...found.values()], unknowns);
}

interface Found {
  readonly values: Assignment;
  readonly pattern: string;
}

/** What the calls of the delivery are made by, and all that they are made by or on. */
function subjectsOf(configuration: Configuration): {
  readonly roles: readonly string[];
  readonly all: readonly string[];
} {
  const { bucket, dataStream, keys, accountA, accountB, deliveryStream, logStreams } = configuration;
  const delivering = deliveryRoles(configuration);
  const roles = delivering.flatMap((role) => [
    roleArn(role),
    sessionArn(accountA.region, role.accountId, role.name, sessionName),
    rootArn(accountA.region, role.accountId),
    role.accountId,
  ]);
  const ofBucket = bucketArn(accountB.region, bucket.name);
  const all = [
    ...roles,
    ...delivering.flatMap(({ tags = {} }) => Object.values(tags)),
    ...delivering.flatMap(({ roleId }) => (roleId === undefined ? [] : [`${roleId}:${sessionName}`])),
    ofBucket,
    `${ofBucket}/${deliveryStream.destination.Prefix ?? ""}x`,
    ...(dataStream === undefined ? [] : [dataStream.arn]),
    ...keys.flatMap(({ arn }) => [arn, arn.replace(/.*\//, "")]),
    ...functionArns(deliveryStream.destination),
    formatArn("firehose", accountA.region, accountA.id, `deliverystream/${deliveryStream.name}`),
    ...logStreams.map(({ group }) => formatArn("logs", accountA.region, accountA.id, `log-group:${group}`)),
  ];
  return { roles, all };
}

/** Of Firehose, as recorded. */
const sessionName = "AWSFirehoseToS3";

function patternsIn(configuration: Configuration): {
  readonly principals: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
} {
  const policies = policyTexts(configuration);
  const statements = policies.flatMap(statementsOf);
  const without = (texts: readonly string[]) => new Set(texts.filter((text) => text !== "*"));
  return {
    principals: without(policies.flatMap(({ text }) => principalArns(text))),
    resources: without(
      statements.flatMap(({ Resource, NotResource }) => [...listOf(Resource), ...listOf(NotResource)]),
    ),
    values: without(statements.flatMap(conditionsOf).flatMap(({ values }) => values)),
  };
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
  // What a pattern stands for is sought among what there is, before that is put in question too.
  const values =
    overlap(itemsOf(put(subject, base), unknowns, false), itemsOf(pattern, unknowns, true)) ??
    overlap(itemsOf(subject, unknowns, false), itemsOf(pattern, unknowns, true));
  if (values === undefined || values.size === 0 || !areAllowed(values, unknowns)) return undefined;
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

function questionsOf(found: readonly Found[], unknowns: ReadonlyMap<string, Unknown>): readonly Question[] {
  const shown = (text: string) => [...text].map((character) => unknowns.get(character)?.shown ?? character).join("");
  const groups = Map.groupBy(found, ({ values }) => [...values.keys()].sort().join());
  return [...groups.values()].map((same): Question => {
    const marks = [...(same[0]?.values.keys() ?? [])];
    const named = marks.map((mark) => unknowns.get(mark)).filter((unknown) => unknown !== undefined);
    const [first] = named;
    const patterns = [...new Set(same.map(({ pattern }) => `\`${shown(pattern)}\``))];
    return {
      what: named.map(({ what }) => what).join(" and "),
      because: `whether it is ${patterns.join(" or ")} is not known`,
      settledBy: [...new Set(named.map(({ settledBy }) => settledBy))].join("; "),
      source: first?.source ?? { file: "input" },
      answers: same.map(({ values }): Answer => ({ direction: "other", in: (world) => withValues(world, values) })),
    };
  });
}
