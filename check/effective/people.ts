import type { ConditionContext, PrincipalEntry, Statement } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { roleArn } from "../roles.ts";
import type { Person } from "./ask.ts";
import { sampleOf } from "./samples.ts";

/** Accounts that have to do with nobody: where strangers come from. */
const strangeAccount = "999999999999";

const nothing: ConditionContext = new Map();

/**
 * Everybody whom a configuration describes or its statements name or match, a stranger of each account that is named, of
 * either account and of none of them, and whoever is nobody.
 */
export function peopleIn(configuration: Configuration, statements: readonly Statement[]): readonly Person[] {
  const { accountA, accountB, roles } = configuration;
  const entries = statements.flatMap(({ principal, notPrincipal }) =>
    [principal, notPrincipal].flatMap((element) => (element?.kind === "listed" ? element.entries : [])),
  );
  const named = entries.flatMap((entry) => (entry.kind === "account" ? [entry.accountId] : []));
  const accountIds = [...new Set([accountA.id, accountB.id, ...named, strangeAccount])];
  const all: Person[] = [
    ...roles.map(described),
    ...entries.flatMap(personOf),
    ...statements.flatMap(({ conditions }) =>
      conditions.flatMap(({ key, values }) => values.flatMap((value) => personWith(key, value, accountIds))),
    ),
    ...accountIds.map(strangerOf),
    rootOf(accountA.id),
    rootOf(accountB.id),
    { text: "anybody", principal: { kind: "anonymous" }, context: nothing },
  ];
  const arns = new Set(roles.map(roleArn));
  const names = new Set([...arns].map(withoutPath));
  // A name is there once in an account, whatever its path and capital letters.
  const isThere = ({ principal }: Person) =>
    principal.kind !== "assumed-role" || arns.has(principal.roleArn) || !names.has(withoutPath(principal.roleArn));
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
  const account = arn.split(":")[4] ?? "";
  const roleName = arn.replace(/.*\//, "");
  return {
    text,
    principal: {
      kind: "assumed-role",
      accountId: account,
      arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
      roleArn: arn,
      roleName,
      roleId,
      sessionName,
    },
    context: nothing,
  };
}

/** Whom no policy names: what is said of one holds for all that are like it. */
function strangerOf(accountId: string): Person {
  const text =
    accountId === strangeAccount ? "principals of any other account" : `other principals of account ${accountId}`;
  return roleOf(`arn:aws:iam::${accountId}:role/any-other-role`, undefined, undefined, text);
}

function rootOf(accountId: string): Person {
  return {
    text: `the root user of account ${accountId}`,
    principal: { kind: "root", accountId, arn: `arn:aws:iam::${accountId}:root` },
    context: nothing,
  };
}

function personOf(entry: PrincipalEntry): readonly Person[] {
  switch (entry.kind) {
    case "account":
      return [strangerOf(entry.accountId), rootOf(entry.accountId)];
    case "arn":
      return personOfArn(entry.arn);
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

function personOfArn(arn: string): readonly Person[] {
  const [, accountId, kind, name = ""] =
    /^arn:aws:(?:iam|sts)::(\d{12}):(role|user|assumed-role|root)\/?(.*)$/.exec(arn) ?? [];
  if (accountId === undefined) return [];
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
      return [roleOf(`arn:aws:iam::${accountId}:role/${roleName}`, undefined, session)];
    }
    default:
      return [rootOf(accountId)];
  }
}

/** Somebody whom a condition on who asks is about. */
function personWith(key: string, value: string, accountIds: readonly string[]): readonly Person[] {
  const folded = key.toLowerCase();
  switch (folded) {
    case "aws:principalarn":
      return personOfArn(sampleOf(value.replace(/^(arn:aws:iam::)\*/, `$1${strangeAccount}`))).map((person) => ({
        ...person,
        text: `\`${value}\``,
      }));
    case "aws:principalaccount":
    case "aws:sourceaccount":
      return /^\d{12}$/.test(value) ? [strangerOf(value)] : [];
    case "aws:principalorgid":
    case "aws:principalorgpaths":
      return [withKey(strangerOf(strangeAccount), key, value)];
    case "aws:principalservicename":
      return [{ text: `\`${value}\``, principal: { kind: "service", service: value }, context: nothing }];
    default:
      if (!folded.startsWith("aws:principaltag/")) return [];
      return accountIds.map((id) => withKey(strangerOf(id), key, value));
  }
}

function withKey(person: Person, key: string, value: string): Person {
  const text = `${person.text} whose \`${key}\` is \`${value}\``;
  return { ...person, text, context: new Map([[key.toLowerCase(), [sampleOf(value)]]]) };
}
