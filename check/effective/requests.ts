import { bucketArn, formatArn } from "../../emulator/index.ts";
import { actionNames } from "../../emulator/policy/action-names.ts";
import { globTest, globTokens } from "../../emulator/policy/glob.ts";
import type { ConditionContext, Statement } from "../../emulator/policy/index.ts";
import { s3Actions } from "../../emulator/policy/validate/s3-actions.ts";
import type { Configuration } from "../configuration.ts";
import { deliveryRoleArns, functionArns } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import type { Ask } from "./ask.ts";
import { literalPrefixes, ownActions } from "./own-calls.ts";
import { sampleOf, samplesOf } from "./samples.ts";

type Request = Omit<Ask, "person">;

/** All actions that are known, as AWS writes them. */
const knownActions: readonly string[] = Object.entries(actionNames).flatMap(([service, names]) =>
  names.map((name) => `${service}:${name}`),
);

const ofObjects = new Set(s3Actions.filter(({ appliesTo }) => appliesTo === "object").map(({ name }) => `s3:${name}`));

/** An action, and how many others no policy tells from it. */
interface Kind {
  readonly action: string;
  readonly alike: number;
}

/** An ARN, and what messages call it: a pattern that it is one of, where it is a sample. */
interface Named {
  readonly arn: string;
  readonly text: string;
}

const itself = (arn: string): Named => ({ arn, text: `\`${arn}\`` });

/** What all statements of some configurations tell apart. */
export interface Vocabulary {
  readonly actions: readonly Kind[];
  readonly resources: readonly Named[];
  readonly statements: readonly Statement[];
}

/**
 * Requests that a statement is about: one of each kind that any policy tells apart. `own`: resources of statements that have
 * no Resource, such as a trust policy's role; of a key's policy, the key.
 */
export function requestsOf(statement: Statement, vocabulary: Vocabulary, own: string | undefined): readonly Request[] {
  const resources = own === undefined ? resourcesOf(statement, vocabulary) : [itself(own)];
  const contexts = contextsOf(statement, vocabulary.statements);
  return actionsOf(statement, vocabulary).flatMap(({ action, alike }) =>
    resources
      .filter(({ arn }) => fits(action, arn))
      .flatMap(({ arn: resource, text: resourceText }) =>
        contexts.map((context) => ({ action, alike, resource, resourceText, context })),
      ),
  );
}

export function vocabularyOf(configurations: readonly Configuration[], statements: readonly Statement[]): Vocabulary {
  const listed = statements.flatMap(({ actions = [], notActions = [] }) => [...actions, ...notActions]);
  const patterns = statements.flatMap(({ resources = [], notResources = [] }) => [...resources, ...notResources]);
  const named = patterns
    .filter((pattern) => pattern !== "*")
    .map((pattern) => ({ arn: sampleOf(pattern), text: `\`${pattern}\`` }));
  return {
    actions: onePerKind([...knownActions, ...listed.filter(isOfUnknownService).map(sampleOf)], listed),
    resources: uniqueByArn([...configurations.flatMap(resourcesIn), ...named]),
    statements,
  };
}

/** Of the services that are known, what is no action is nobody's to lose. */
function isOfUnknownService(action: string): boolean {
  return action.includes(":") && actionNames[action.split(":")[0]?.toLowerCase() ?? ""] === undefined;
}

function uniqueByArn(resources: readonly Named[]): readonly Named[] {
  return [...new Map(resources.map((each) => [each.arn, each])).values()];
}

/** The first of those that the same patterns match. */
function onePerKind(actions: readonly string[], patterns: readonly string[]): readonly Kind[] {
  const tests = [...new Set(patterns)].map((pattern) => globTest(globTokens(pattern.toLowerCase())));
  const kindOf = (action: string): string => {
    const [service = ""] = action.split(":");
    const matched = tests.map((test) => (test(action.toLowerCase()) ? "1" : "0")).join("");
    return `${service} ${ofObjects.has(action)} ${ownActions.has(action)} ${matched}`;
  };
  return [...Map.groupBy(new Set(actions), kindOf).values()].flatMap(([action, ...others]) =>
    action === undefined ? [] : [{ action, alike: others.length }],
  );
}

/** What a delivery has to do with, and what stands beside it. */
function resourcesIn(configuration: Configuration): readonly Named[] {
  const { bucket, backupBucket, keys, dataStream, roles, deliveryStream, accountA, accountB } = configuration;
  const prefixes = literalPrefixes(configuration);
  const ofBucket = (name: string): readonly Named[] => {
    const arn = bucketArn(accountB.region, name);
    return [
      itself(arn),
      ...prefixes.map((prefix) => ({ arn: `${arn}/${prefix}object`, text: `\`${arn}/${prefix}*\`` })),
      { arn: `${arn}/beside/object`, text: `other objects of \`${name}\`` },
    ];
  };
  const beside = (arn: string, text: string): Named => ({ arn, text });
  const known = [
    ...keys.map(({ arn }) => arn),
    ...(dataStream === undefined ? [] : [dataStream.arn]),
    ...(deliveryStream.reads === undefined ? [] : [deliveryStream.reads.dataStreamArn]),
    ...roles.map(roleArn),
    ...deliveryRoleArns(configuration),
    ...functionArns(deliveryStream.destination),
  ];
  const inA = (service: string, resource: string) => formatArn(service, accountA.region, accountA.id, resource);
  const otherBucket = bucketArn(accountB.region, `${bucket.name}-beside`);
  return [
    ...ofBucket(bucket.name),
    ...(backupBucket === undefined ? [] : ofBucket(backupBucket.name)),
    ...known.map(itself),
    beside(otherBucket, "other buckets"),
    beside(`${otherBucket}/object`, "objects of other buckets"),
    beside(formatArn("kms", accountB.region, accountB.id, "key/beside"), "other keys"),
    beside(inA("kinesis", "stream/beside"), "other data streams"),
    beside(inA("lambda", "function:beside"), "other functions"),
    beside(inA("logs", "log-group:beside:log-stream:beside"), "other log groups"),
    beside(inA("glue", "catalog"), "the Glue catalog"),
    beside(inA("firehose", "deliverystream/beside"), "delivery streams"),
  ];
}

function actionsOf({ actions, notActions }: Statement, vocabulary: Vocabulary): readonly Kind[] {
  const tests = (actions ?? notActions ?? []).map((action) => globTest(globTokens(action.toLowerCase())));
  const isListed = (action: string) => tests.some((test) => test(action.toLowerCase()));
  return vocabulary.actions.filter(({ action }) => isListed(action) === (notActions === undefined));
}

/** With a policy variable in a pattern, whatever it may stand for. */
function resourcesOf({ resources, notResources }: Statement, vocabulary: Vocabulary): readonly Named[] {
  const listed = resources ?? notResources ?? [];
  const tests = listed.map((pattern) => globTest(globTokens(pattern.replaceAll(/\$\{[^}]*\}/g, "*"))));
  const isListed = (arn: string) => tests.some((test) => test(arn));
  return vocabulary.resources.filter(({ arn }) => isListed(arn) === (notResources === undefined));
}

function fits(action: string, arn: string): boolean {
  const [service] = action.split(":");
  const [, , owner = ""] = arn.split(":");
  if (service === "sts") return owner === "iam";
  if (service !== owner) return false;
  return service !== "s3" || ofObjects.has(action) === arn.includes("/");
}

/** Keys that come with who asks are the people's. */
const ofPeople = /^(?:aws:(?:principal|userid|username)|kms:calleraccount)/;

/**
 * Request contexts under which a statement applies: with each of the values that it lists, and each time with what other
 * statements ask for, met altogether, missed altogether, and one after the other.
 */
function contextsOf(statement: Statement, all: readonly Statement[]): readonly ConditionContext[] {
  const own = conditionsOn(statement);
  const first: Entries = own.map(({ key, samples: { meeting } }) => [key, meeting[0]]);
  // A statement that lists one value more differs from its like for that value alone.
  const ofKey = Map.groupBy(all.flatMap(conditionsOn), ({ key }) => key);
  const varied = own.flatMap(({ key }) =>
    (ofKey.get(key) ?? []).flatMap(({ samples: { meeting, missing } }) =>
      [...meeting, ...missing].map((value) => changed(first, key, value)),
    ),
  );
  const ownKeys = new Set(own.map(({ key }) => key));
  const others = all
    .flatMap((each) => conditionsOn(each).map((condition) => ({ ...condition, effect: each.effect })))
    .filter(({ key }) => !ownKeys.has(key));
  const met: Entries = others.map(({ key, effect, samples }) => [
    key,
    (effect === "Allow" ? samples.meeting : samples.missing)[0],
  ]);
  const bases = [first, ...varied];
  const beside = others.flatMap(({ key, samples }): readonly Entries[] =>
    [samples.meeting[0], samples.missing[0]].map((value) => changed([...first, ...met], key, value)),
  );
  const contexts = [...bases, ...bases.map((base) => [...base, ...met]), ...beside].map(contextFrom);
  return [...new Map(contexts.map((context) => [JSON.stringify([...context].sort()), context])).values()];
}

type Entries = readonly (readonly [key: string, values: readonly string[] | undefined])[];

function conditionsOn({ conditions }: Statement) {
  return conditions
    .map((condition) => ({ key: condition.key.toLowerCase(), samples: samplesOf(condition) }))
    .filter(({ key }) => !ofPeople.test(key));
}

function changed(entries: Entries, key: string, value: readonly string[] | undefined): Entries {
  return [...entries.filter(([each]) => each !== key), [key, value]];
}

function contextFrom(entries: Entries): ConditionContext {
  return new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}
