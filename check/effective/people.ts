import { iamArn, partitionOf, rootArn } from "../../emulator/index.ts";
import { accountOfArn } from "../../emulator/model/arn.ts";
import {
  type ConditionContext,
  type PrincipalEntry,
  parseOperator,
  partitionOfArn,
  type Statement,
} from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { roleArn } from "../roles.ts";
import type { Person } from "./ask.ts";
import { sampleOf } from "./samples.ts";

/** Accounts that have to do with nobody: where strangers come from. */
export const strangeAccount = "999999999999";

const nothing: ConditionContext = new Map();

/**
 * Everybody whom a configuration describes or its statements name or match, a stranger of each account that is named, of
 * either account and of none of them, and whoever is nobody.
 */
export function peopleIn(configuration: Configuration, statements: readonly Statement[]): readonly Person[] {
  const { accountA, accountB, roles } = configuration;
  const { region } = accountA;
  const entries = statements.flatMap(({ principal, notPrincipal }) =>
    [principal, notPrincipal].flatMap((element) => (element?.kind === "listed" ? element.entries : [])),
  );
  const named = entries.flatMap((entry) => (entry.kind === "account" ? [entry.accountId] : []));
  const accountIds = [...new Set([accountA.id, accountB.id, ...named, strangeAccount])];
  const all: Person[] = [
    ...roles.map(described),
    ...entries.flatMap((entry) => personOf(entry, region)),
    ...statements.flatMap(({ conditions }) =>
      // Whether a key is there says nothing of its value.
      conditions
        .filter(({ operator }) => parseOperator(operator)?.base !== "Null")
        .flatMap(({ key, values }) => values.flatMap((value) => personWith(key, value, accountIds, region))),
    ),
    ...accountIds.map((id) => strangerOf(id, region)),
    rootOf(accountA.id, region),
    rootOf(accountB.id, region),
    { text: "anybody", principal: { kind: "anonymous" }, context: nothing },
  ];
  const arns = new Set(roles.map(roleArn));
  const names = new Set([...arns].map(withoutPath));
  const ids = new Set(roles.map(({ roleId }) => roleId));
  // A name is there once in an account, whatever its path and capital letters, and an id once in all.
  const isThere = ({ principal }: Person) =>
    principal.kind !== "assumed-role" ||
    arns.has(principal.roleArn) ||
    !(names.has(withoutPath(principal.roleArn)) || ids.has(principal.roleId));
  const byKey = Map.groupBy(all.filter(isThere), keyOf);
  return [...byKey.values()].flatMap(([first]) => first ?? []);
}

function described(role: Configuration["roles"][number]): Person {
  const person = roleOf(roleArn(role), role.roleId);
  const { tags } = role;
  return tags === undefined || person.principal.kind !== "assumed-role"
    ? person
    : { ...person, principal: { ...person.principal, tags } };
}

function withoutPath(arn: string): string {
  return arn.replace(/\/.*\//, "/").toLowerCase();
}

function keyOf({ principal, context }: Person): string {
  return JSON.stringify([principal, [...context]]);
}

function roleOf(arn: string, roleId = `AROA${arn}`, sessionName = "session", text = `\`${arn}\``): Person {
  const account = accountOfArn(arn);
  const roleName = arn.replace(/.*\//, "");
  return {
    text,
    principal: {
      kind: "assumed-role",
      accountId: account,
      arn: `arn:${partitionOfArn(arn)}:sts::${account}:assumed-role/${roleName}/${sessionName}`,
      roleArn: arn,
      roleName,
      roleId,
      sessionName,
    },
    context: nothing,
  };
}

/** Whom no policy names: what is said of one holds for all that are like it. */
function strangerOf(accountId: string, region: string): Person {
  const text =
    accountId === strangeAccount ? "principals of any other account" : `other principals of account ${accountId}`;
  return { ...roleOf(iamArn(region, accountId, "role/any-other-role"), undefined, undefined, text), is: "stranger" };
}

/** Whom no policy names and whose own account allows nothing. */
export function powerlessOf(accountId: string, region: string): Person {
  const text = `principals of account ${accountId} that nothing allows anything`;
  return { ...roleOf(iamArn(region, accountId, "role/powerless"), undefined, undefined, text), is: "powerless" };
}

function rootOf(accountId: string, region: string): Person {
  return {
    text: `the root user of account ${accountId}`,
    principal: { kind: "root", accountId, arn: rootArn(region, accountId) },
    context: nothing,
  };
}

function personOf(entry: PrincipalEntry, region: string): readonly Person[] {
  switch (entry.kind) {
    case "account":
      return [strangerOf(entry.accountId, region), rootOf(entry.accountId, region)];
    case "arn":
      return personOfArn(entry.arn, region);
    case "service":
      return [
        { text: `\`${entry.service}\``, principal: { kind: "service", service: entry.service }, context: nothing },
      ];
    case "federated":
      return [
        { text: `\`${entry.provider}\``, principal: { kind: "federated", provider: entry.provider }, context: nothing },
      ];
    // Whoever bears a unique id that no role of the input has is gone; a canonical id stands for an account that is not known.
    case "unique-id":
    case "canonical-user":
    case "everyone":
      return [];
  }
}

/** An ARN of another partition is nobody's. */
export function personOfArn(arn: string, region: string): readonly Person[] {
  const [, accountId, kind, name = ""] =
    /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(role|user|assumed-role|root)\/?(.*)$/.exec(arn) ?? [];
  if (accountId === undefined || partitionOfArn(arn) !== partitionOf(region).name) return [];
  switch (kind) {
    case "role":
      return [roleOf(arn)];
    case "user": {
      const userName = name.replace(/.*\//, "");
      return [
        {
          text: `\`${arn}\``,
          principal: { kind: "user", accountId, arn, userId: `AIDA${arn}`, userName },
          context: nothing,
        },
      ];
    }
    case "assumed-role": {
      const [roleName, session] = name.split("/");
      return [roleOf(iamArn(region, accountId, `role/${roleName}`), undefined, session)];
    }
    default:
      return [rootOf(accountId, region)];
  }
}

/** Somebody whom a condition on who asks is about. */
function personWith(key: string, value: string, accountIds: readonly string[], region: string): readonly Person[] {
  const folded = key.toLowerCase();
  switch (folded) {
    case "aws:principalarn":
      return personOfArn(sampleOf(value.replace(/^(arn:[\w-]+:iam::)\*/, `$1${strangeAccount}`)), region).map(
        (person) => ({ ...person, text: `\`${value}\``, ...(/[*?]/.test(value) && { isLike: value }) }),
      );
    case "aws:userid":
      return userIdOf(value, accountIds, region);
    case "aws:principalaccount":
    case "aws:sourceaccount":
    case "kms:calleraccount":
      return /^\d{12}$/.test(value) ? [strangerOf(value, region)] : [];
    case "aws:principalorgid":
    case "aws:principalorgpaths":
      return [withKey(strangerOf(strangeAccount, region), key, value)];
    case "aws:principalservicename":
    case "aws:principalservicenameslist":
      return [{ text: `\`${value}\``, principal: { kind: "service", service: value }, context: nothing }];
    default:
      if (!folded.startsWith("aws:principaltag/")) return [];
      return accountIds.map((id) => withKey(strangerOf(id, region), key, value));
  }
}

/** Sessions of a role by its unique id, `AROA…:session`; whose account it is does not show. */
function userIdOf(value: string, accountIds: readonly string[], region: string): readonly Person[] {
  const [, roleId, sessionName = "session"] = /^(AROA[A-Z0-9]+|\*)(?::(.*))?$/.exec(value) ?? [];
  if (roleId === undefined) return [];
  return accountIds.map((id) => ({
    ...roleOf(
      iamArn(region, id, "role/by-user-id"),
      sampleOf(roleId),
      sampleOf(sessionName),
      `principals of account ${id} whose \`aws:userid\` is \`${value}\``,
    ),
    isLike: `aws:userid ${value}`,
  }));
}

function withKey(person: Person, key: string, value: string): Person {
  const text = `${person.text} whose \`${key}\` is \`${value}\``;
  return { ...person, text, context: new Map([[key.toLowerCase(), [sampleOf(value)]]]), holds: { key, value } };
}
