import { isDeepStrictEqual } from "node:util";
import { bucketArn } from "../../emulator/index.ts";
import { isPublicPolicy, type Statement } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { isForeignArn, partitionIn } from "../partitions.ts";
import { bearingsOf, findPolicy, type PolicyPlace, policiesKept, replacePolicy } from "../places/places.ts";
import type { Ask } from "./ask.ts";
import { authorityOf } from "./authority.ts";
import { isTaken } from "./is-taken.ts";
import { isOwnCall, isOwnRole, ownActions } from "./own-calls.ts";
import { peopleIn } from "./people.ts";
import { documentOf } from "./policies-in-force.ts";
import { withPoliciesOfAws } from "./policies-of-aws.ts";
import { requestsOf, vocabularyOf } from "./requests.ts";

/** A request that is answered otherwise. */
export interface AccessChange {
  readonly kind: /** It was allowed and is not any more. */
    | "lost"
    /** It is allowed and was not. */
    | "gained"
    /** A policy denied it and does not any more; nothing allows it, or another policy denies it still. */
    | "no-longer-denied";
  readonly ask: Ask;
}

/**
 * Who may do what after a change that could not before, and the other way round: of the requests that a statement which
 * changed is about, those that are answered otherwise. What the delivery itself asks for as the roles that it has is not
 * among what is gained. A document that AWS does not take was in force nowhere: once mended, what it says is what its author
 * meant, and no change.
 *
 * The requests are samples: one of each kind that any policy tells apart, by everybody whom any policy names and a stranger
 * of each account. None is of another partition.
 */
export function compareAccess(before: Configuration, changed: Configuration): readonly AccessChange[] {
  const after = withPoliciesOfAws(changed);
  const meant = withPoliciesOfAws(asMeant(before, after));
  const [one, other] = [subjectsOf(meant), subjectsOf(after)];
  const differ = [...differing(one, other), ...differing(other, one)];
  if (differ.length === 0) return [];
  const statements = [...one, ...other].map(({ statement }) => statement);
  const vocabulary = vocabularyOf([meant, after], statements);
  const partition = partitionIn(after);
  const requests = differ
    .flatMap(({ statement, own }) => requestsOf(statement, vocabulary, own))
    .filter(({ resource, context }) =>
      [resource, ...[...context.values()].flat()].every((text) => !isForeignArn(text, partition)),
    );
  const people = peopleIn(after, statements);
  const [was, is] = [authorityOf(meant), authorityOf(after)];
  const denies = differing(one, other)
    .filter(({ statement }) => statement.effect === "Deny")
    .map((deny) => [authorityOf(alone(meant, deny)), authorityOf(alone(after, likeOf(deny, other)))]);
  // What another Deny hides today is not denied tomorrow, when that one goes.
  const isLifted = (ask: Ask) => denies.some(([one, other]) => one?.(ask) === "denied" && other?.(ask) !== "denied");
  const unique = new Map(
    requests.map((request) => [JSON.stringify([request.action, request.resource, [...request.context]]), request]),
  );
  return [...unique.values()].flatMap((request) =>
    people.flatMap((person): readonly AccessChange[] => {
      const ask: Ask = { ...request, person };
      const [before, now] = [was(ask), is(ask)];
      if (before === now) {
        return now === "denied" && !isOwnRole(after, person) && isLifted(ask)
          ? [{ kind: "no-longer-denied", ask }]
          : [];
      }
      if (before === "allowed") return [{ kind: "lost", ask }];
      if (now === "allowed") {
        // A Deny that spares the delivery gives it what it had been allowed already.
        const isSpared = before === "denied" && ownActions.has(ask.action) && isOwnRole(after, person);
        return isSpared || isOwnCall(after, ask) ? [] : [{ kind: "gained", ask }];
      }
      return before === "denied" && !isOwnRole(after, person) ? [{ kind: "no-longer-denied", ask }] : [];
    }),
  );
}

/** What a statement has become: the one of its name, or else the one in its place. */
function likeOf({ place, statement }: Subject, subjects: readonly Subject[]): Subject | undefined {
  const there = subjects.filter((each) => isDeepStrictEqual(each.place, place));
  const { sid, index } = statement;
  return (
    there.find((each) => sid !== undefined && each.statement.sid === sid) ??
    there.find((each) => each.statement.index === index && each.statement.effect === "Deny")
  );
}

/** The configuration as if there were no other statement; with none where there is none. */
function alone(configuration: Configuration, subject: Subject | undefined): Configuration {
  return policiesKept(configuration).reduce((at, { place, policy }) => {
    const isIts = subject !== undefined && isDeepStrictEqual(place, subject.place);
    const text = isIts ? withOnly(policy.text, subject.statement.index) : undefined;
    return replacePolicy(at, place, () => (text === undefined ? undefined : { ...policy, text }));
  }, configuration);
}

function withOnly(text: string, index: number): string {
  const { Statement, ...document } = JSON.parse(text) as { readonly Statement?: unknown };
  return JSON.stringify({ ...document, Statement: [Statement].flat().slice(index, index + 1) });
}

/** What an answer may turn on: a statement, and whatever else decides whether it counts. */
export interface Subject {
  /** Of a setting none. */
  readonly place?: PolicyPlace;
  readonly statement: Statement;
  /** The one resource that it is about, where it does not say it. */
  readonly own: string | undefined;
  /** The same of two subjects that say the same. */
  readonly signature: string;
}

/** Everything that may answer a request: each statement, and each setting that lets in or keeps out. */
export function subjectsOf(configuration: Configuration): readonly Subject[] {
  const ofPolicies = policiesKept(configuration).flatMap(({ place, policy: { text } }): readonly Subject[] => {
    const document = documentOf(text);
    if (document === undefined) return [];
    const bearings = bearingsOf(configuration, place);
    const isOpen = place.kind === "bucket" && isPublicPolicy(document);
    return document.statements.map((statement) => ({
      place,
      statement,
      own: ownResource(place),
      signature: JSON.stringify([place, bearings, isOpen, { ...statement, index: 0 }]),
    }));
  });
  return [...ofPolicies, ...settingsOf(configuration)];
}

function ownResource(place: PolicyPlace): string | undefined {
  switch (place.kind) {
    case "trust":
      return place.roleArn;
    case "key":
      return place.arn;
    default:
      return undefined;
  }
}

/** Settings that let somebody in or keep somebody out, as the statement about all that they may touch. */
function settingsOf({ bucket, backupBucket, keys, accountB }: Configuration): readonly Subject[] {
  const about = (
    actions: string,
    resources: readonly string[],
    own: string | undefined,
    settings: unknown,
  ): Subject => ({
    statement: { index: 0, effect: "Allow", actions: [actions], resources, conditions: [] },
    own,
    signature: JSON.stringify([actions, resources, own, settings]),
  });
  return [
    ...[bucket, backupBucket].flatMap((each) => {
      if (each === undefined) return [];
      const { name, objectOwnership, acl, publicAccessBlock } = each;
      const arn = bucketArn(accountB.region, name);
      return [about("s3:*", [arn, `${arn}/*`], undefined, [objectOwnership, acl, publicAccessBlock])];
    }),
    ...keys.map(({ arn, grants }) => about("kms:*", ["*"], arn, grants)),
  ];
}

function differing(some: readonly Subject[], others: readonly Subject[]): readonly Subject[] {
  const there = new Set(others.map(({ signature }) => signature));
  return some.filter(({ signature }) => !there.has(signature));
}

function asMeant(before: Configuration, after: Configuration): Configuration {
  const partition = partitionIn(before);
  return policiesKept(before)
    .filter(({ place, policy }) => !isTaken(documentOf(policy.text), place, partition))
    .reduce((at, { place }) => replacePolicy(at, place, () => findPolicy(after, place)), before);
}
