import type { Statement } from "../../emulator/policy/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { Configuration } from "../configuration.ts";
import type { Person } from "../effective/ask.ts";
import { isOwnRole } from "../effective/own-calls.ts";
import { peopleIn, strangeAccount } from "../effective/people.ts";
import { roleArn } from "../roles.ts";
import { morePeople } from "./more-people.ts";

/** Somebody who may try to reach what is delivered. */
export interface Actor {
  /** For the reader: `role delivery of account A`, `an administrator of account A`, `anybody`. */
  readonly who: string;
  /** `own`: of the one account that is both A and B. */
  readonly side: "A" | "B" | "own" | "other" | "service" | "public";
  /** Whether the delivery itself needs them to have access; everybody else's is worth a look. */
  readonly isPartOfFlow: boolean;
  readonly person: Person;
}

/**
 * Everybody whom any statement names or matches; of each account that is named, of A and of B an administrator, whom the own
 * account allows everything, and of A and B somebody whom it allows nothing; an administrator of an account that nobody names,
 * and anybody without credentials.
 */
export function actorsIn(configuration: Configuration, statements: readonly Statement[]): readonly Actor[] {
  const named = peopleIn(configuration, statements);
  const people = [...named, ...morePeople(configuration, statements, named)];
  const described = new Set(configuration.roles.map(roleArn));
  const actors = people.map((each): Actor => {
    const person = isNamedAlone(each, described) ? { ...each, is: "named" as const } : each;
    const side = sideOf(configuration, person);
    return {
      who: nameOf(configuration, person),
      side,
      isPartOfFlow: isPartOfFlow(configuration, person, side),
      person,
    };
  });
  const byName = [...Map.groupBy(actors, ({ who }) => who).values()].flatMap(([first]) => first ?? []);
  return byName.toSorted((one, other) => rankOf(one) - rankOf(other));
}

/** A user, a role or a session of which the input has no more than the name. */
function isNamedAlone({ principal, is, isLike }: Person, described: ReadonlySet<string>): boolean {
  if (is !== undefined || isLike !== undefined) return false;
  if (principal.kind === "user") return true;
  return principal.kind === "assumed-role" && !described.has(principal.roleArn);
}

function isPartOfFlow(configuration: Configuration, person: Person, side: Actor["side"]): boolean {
  const { principal } = person;
  if (principal.kind === "service") return principal.service === "firehose.amazonaws.com";
  if (isOwnRole(configuration, person)) return true;
  return (side === "B" || side === "own") && isPlain(person, "stranger");
}

/** Nobody but of a certain account. */
function isPlain({ is, context }: Person, kind: Person["is"]): boolean {
  return is === kind && context.size === 0;
}

function sideOf({ accountA, accountB }: Configuration, { principal }: Person): Actor["side"] {
  if (principal.kind === "anonymous") return "public";
  if (principal.kind === "service") return "service";
  if (!("accountId" in principal)) return "other";
  const { accountId } = principal;
  if (accountId === accountA.id) return accountA.id === accountB.id ? "own" : "A";
  return accountId === accountB.id ? "B" : "other";
}

const sides: readonly Actor["side"][] = ["A", "own", "B", "other", "service", "public"];

/** Account A before B before others, in each administrators before those without permissions before all who have a name. */
function rankOf({ side, person }: Actor): number {
  const kind = isPlain(person, "stranger") ? 0 : person.is === "powerless" ? 1 : 2;
  return sides.indexOf(side) * 4 + kind;
}

function nameOf(configuration: Configuration, person: Person): string {
  const { principal, text, is, isLike, holds } = person;
  if (principal.kind === "anonymous") return text;
  if (principal.kind === "service") return is === "stranger" ? text : `service ${principal.service}`;
  if (principal.kind === "federated") return `whoever ${principal.provider} signs in`;
  const account = accountName(configuration, principal.accountId);
  const holding = holds === undefined ? "" : ` whose ${holds.key} is ${holds.value}`;
  // Somebody of whom a policy says no more than a pattern or a key.
  if (isLike !== undefined) return `somebody like ${isLike} in ${account}`;
  if (is === "powerless") return `somebody without permissions of ${account}${holding}`;
  if (principal.kind === "root") return `the root user of ${account}`;
  if (is === "stranger") return strangerName(person, account, holding);
  if (principal.kind === "user") return `user ${principal.userName} of ${account}`;
  const role = `role ${principal.roleName} of ${account}`;
  return principal.sessionName === "session" ? role : `session ${principal.sessionName} of ${role}`;
}

function strangerName({ principal, holds }: Person, account: string, holding: string): string {
  if (principal.kind === "user") return `a user of ${account} whom it allows everything`;
  const isAnywhere = "accountId" in principal && principal.accountId === strangeAccount;
  const key = holds?.key.toLowerCase();
  if (isAnywhere && key === "aws:principalorgid") return `a member of organization ${holds?.value}`;
  if (isAnywhere && key === "aws:principalorgpaths") return `a member of ${holds?.value}`;
  return `an administrator of ${account}${holding}`;
}

function accountName(accounts: Pick<Configuration, "accountA" | "accountB">, accountId: string): string {
  const { accountA, accountB } = accounts;
  if (accountId === strangeAccount) return "any other account";
  if (isOneAccount(accounts) && accountId === accountA.id) return "the account";
  if (accountId === accountA.id) return "account A";
  return accountId === accountB.id ? "account B" : `account ${accountId}`;
}
