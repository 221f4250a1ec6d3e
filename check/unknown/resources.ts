import { bucketArn } from "../../emulator/index.ts";
import type { Configuration, PolicyText } from "../configuration.ts";
import type { PolicyPlace } from "../places/places.ts";
import { placeText, policiesKept, replacePolicy } from "../places/places.ts";
import { changing, type Question } from "./question.ts";
import { type Json, listOf, statementsOf, withStatements } from "./statements.ts";
import { hasMark, isFree, type Unknown } from "./unknown.ts";

/**
 * Statements with resources that are not known, nor how many they are. An Allow is taken for one of all that they may be, a
 * Deny for one of none, so that what is denied all the same is denied whatever they are; the questions ask for the opposite.
 */
export function withKnownResources(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const listed = new Map(
    configuration.unknowns.filter(({ isListed }) => isListed === true).map((each) => [each.mark, each]),
  );
  if (listed.size === 0) return { configuration, questions: [] };
  const open = policiesKept(configuration).flatMap(({ place, policy }) => {
    const [unknown] = openIn(policy, listed);
    return unknown === undefined ? [] : [{ place, policy, unknown }];
  });
  const decidedAs = (at: Configuration, place: PolicyPlace, policy: PolicyText, isFavoured: boolean) =>
    replacePolicy(at, place, () =>
      withStatements(policy, (statement) => decided(statement, listed, isFavoured, allOf(configuration, place))),
    );
  return {
    configuration: open.reduce((at, { place, policy }) => decidedAs(at, place, policy, true), configuration),
    questions: open.map(
      ({ place, policy, unknown }): Question => ({
        what: `the resources of statements in ${placeText(place, configuration)}`,
        because: `${unknown.what} is not known`,
        settledBy: unknown.settledBy,
        source: policy.source,
        answers: [changing("less", (at) => decidedAs(at, place, policy, false))],
      }),
    ),
  };
}

type Listed = ReadonlyMap<string, Unknown>;

function openIn(policy: PolicyText, listed: Listed): readonly Unknown[] {
  return statementsOf(policy).flatMap((statement) =>
    openTexts(statement, listed).flatMap((text) => marksOf(text, listed)),
  );
}

function openTexts({ Resource, NotResource }: Json, listed: Listed): readonly string[] {
  return [...listOf(Resource), ...listOf(NotResource)].filter((text) => marksOf(text, listed).length > 0);
}

function marksOf(text: string, listed: Listed): readonly Unknown[] {
  return hasMark(text) ? [...text].flatMap((character) => listed.get(character) ?? []) : [];
}

/** Every resource that a policy in that place can be about. */
function allOf({ accountA, bucket, backupBucket, dataStream }: Configuration, { kind }: PolicyPlace): string {
  const { region } = accountA;
  if (kind === "bucket") return `${bucketArn(region, bucket.name)}*`;
  if (kind === "backup-bucket" && backupBucket !== undefined) return `${bucketArn(region, backupBucket.name)}*`;
  return kind === "data-stream" && dataStream !== undefined ? dataStream.arn : "*";
}

function decided(statement: Json, listed: Listed, isFavoured: boolean, all: string): Json {
  if (openTexts(statement, listed).length === 0) return statement;
  const isApplied = (statement.Effect === "Allow") === isFavoured;
  const { Resource, NotResource } = statement;
  const isOpen = (text: string) => marksOf(text, listed).length > 0;
  const wide = (text: string) => {
    if (!isOpen(text)) return text;
    const isAny = marksOf(text, listed).some(isFree) && [...text].length === 1;
    return isAny ? all : [...text].map((character) => (listed.has(character) ? "*" : character)).join("");
  };
  const known = listOf(Resource).filter((text) => !isOpen(text));
  if (isApplied) return Resource === undefined ? statement : { ...statement, Resource: listOf(Resource).map(wide) };
  if (Resource !== undefined && known.length > 0) {
    // What is left must still be something that the actions can be of.
    const kept = listOf(Resource).filter((text) => !isOpen(text) || [...text].length > 1);
    return { ...statement, Resource: kept };
  }
  const Condition = { ...(statement.Condition as Json | undefined), Null: { "aws:CurrentTime": "true" } };
  const valid = Resource === undefined ? { NotResource } : { Resource: listOf(Resource).map(wide) };
  // Met by no request, for all of them have a time.
  return { ...statement, ...valid, Condition };
}
