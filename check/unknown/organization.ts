import type { Configuration, OrganizationConfiguration } from "../configuration.ts";
import { policyTexts } from "../policy-texts.ts";
import { organizationPath } from "./forms.ts";
import { withUnknown } from "./hypothetical.ts";
import { type Answer, changing, type Question } from "./question.ts";
import { conditionsOf, statementsOf } from "./statements.ts";

/** Condition keys whose values the organization gives. */
const organizationKeys = /^aws:(?:Principal|Resource|Source)Org(?:ID|Paths)$/i;

interface Asked {
  readonly key: string;
  readonly values: readonly string[];
  readonly name: string;
  readonly source: Question["source"];
}

/**
 * Which organization the accounts are in, and where in it, as far as conditions ask for it and the input does not say it: as
 * the conditions would have it, or otherwise.
 */
export function withOrganization(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const asked = policyTexts(configuration).flatMap(({ name, source, text }): readonly Asked[] => {
    const conditions = statementsOf({ text }).flatMap(conditionsOf);
    const inConditions = conditions
      .filter(({ key }) => organizationKeys.test(key))
      .map(({ key, values }) => ({ key, values, name, source }));
    // A policy variable asks for it, too.
    const inVariables = [...text.matchAll(/\$\{(aws:\w+Org(?:ID|Paths))\}/gi)].map(([, key = ""]) => ({
      ...{ key, name, source },
      values: [],
    }));
    // `Null` asks whether there is any.
    const inNulls = conditions
      .filter(({ operator, key }) => /^Null$/i.test(operator) && organizationKeys.test(key))
      .map(({ key }) => ({ key, values: [], name, source }));
    return [...inConditions, ...inVariables, ...inNulls];
  });
  if (asked.length === 0) return { configuration, questions: [] };
  const { organization } = configuration;
  if (organization === undefined) return { configuration, questions: questionsOfMembership(configuration, asked) };
  const paths = asked.filter(({ key }) => /Paths$/i.test(key));
  const isPathless = organization.members.some(({ path }) => path === undefined);
  if (paths.length === 0 || !isPathless) return { configuration, questions: [] };
  return {
    configuration: withUnknownPaths(configuration, organization),
    questions: questionsOfPaths(organization, paths),
  };
}

const settledBy = "say it by `--organization-path A=o-…/r-…/`, or as `organization` of a crosscheck.json";

function whatIsAsked(key: string, name: string): string {
  return `condition on \`${key}\` in \`${name}\``;
}

function questionsOfMembership(configuration: Configuration, asked: readonly Asked[]): readonly Question[] {
  const { accountA, accountB } = configuration;
  const ids = idsIn(configuration);
  const both = [...new Set([accountA.id, accountB.id])];
  const isOfResource = asked.some(({ key }) => !/^aws:Principal/i.test(key));
  const members = isOfResource ? [both, [accountA.id]] : [both];
  const answers = [...ids, anotherId].flatMap((id) =>
    members.map(
      (accounts): Answer =>
        changing("other", (at) => ({
          ...at,
          organization: {
            id,
            members: accounts.map((accountId) => ({
              accountId,
              path: pathsIn(asked).find((path) => path.startsWith(`${id}/`)) ?? `${id}/r-zq00/`,
              serviceControlPolicies: [],
              resourceControlPolicies: [],
              isOnlyPlaced: true,
            })),
            source: at.bucket.source,
          },
        })),
    ),
  );
  return [...new Map(asked.map((each) => [whatIsAsked(each.key, each.name), each]))].map(
    ([what, { source }]): Question => ({
      what,
      because: "no organization is described, and the accounts may be in one or in none",
      settledBy,
      source,
      answers,
    }),
  );
}

/** One that no policy names. */
export const anotherId = "o-zq00000000";

/** Organizations that policies or object keys name. */
function idsIn({ deliveryStream, ...others }: Configuration): readonly string[] {
  const texts = [
    deliveryStream.destination.Prefix ?? "",
    ...policyTexts({ deliveryStream, ...others }).map(({ text }) => text),
  ];
  return [...new Set(texts.flatMap((text) => text.match(/\bo-[a-z0-9]{10,32}\b/g) ?? []))];
}

/** Paths that fit what is asked for. */
function pathsIn(asked: readonly Asked[]): readonly string[] {
  return asked
    .filter(({ key }) => /Paths$/i.test(key))
    .flatMap(({ values }) => values.map((value) => value.replace(/[*?].*$/, "")))
    .filter((path) => /^o-[a-z0-9]{10,32}\/(?:r-[a-z0-9]{4,32}\/)?/.test(path))
    .map((path) => (/\/r-/.test(path) ? withSlash(path) : `${withSlash(path)}r-zq00/`));
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}

/** Members whose path is not said have one that no condition fits by chance. */
function withUnknownPaths(configuration: Configuration, organization: OrganizationConfiguration): Configuration {
  let at = configuration;
  const members = organization.members.map((member) => {
    if (member.path !== undefined) return member;
    const { accountId } = member;
    const named = withUnknown(at, {
      shown: `<the organization path of account ${accountId}>`,
      source: organization.source,
      sample: organizationPath.sampleOf(`${accountId}`),
    });
    at = named.configuration;
    return { ...member, path: `${organization.id}/${named.mark}` };
  });
  return { ...at, organization: { ...organization, members } };
}

function questionsOfPaths(organization: OrganizationConfiguration, asked: readonly Asked[]): readonly Question[] {
  const open = new Set(organization.members.filter(({ path }) => path === undefined).map(({ accountId }) => accountId));
  const paths = [...new Set(pathsIn(asked))].filter((path) => path.startsWith(`${organization.id}/`));
  const answers = paths.map((path) =>
    changing("other", (at) => ({
      ...at,
      ...(at.organization !== undefined && {
        organization: {
          ...at.organization,
          members: at.organization.members.map((member) => (open.has(member.accountId) ? { ...member, path } : member)),
        },
      }),
    })),
  );
  return asked.map(
    ({ key, name, source }): Question => ({
      what: whatIsAsked(key, name),
      because: `the path of account ${[...open].join(" and ")} in organization ${organization.id} is not given`,
      settledBy,
      source,
      answers,
    }),
  );
}
