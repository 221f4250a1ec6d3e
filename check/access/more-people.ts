import { iamArn } from "../../emulator/index.ts";
import type { ConditionContext, Statement } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import type { Person } from "../effective/ask.ts";
import { personOfArn, powerlessOf, strangeAccount } from "../effective/people.ts";
import { sampleOf } from "../effective/samples.ts";

const nothing: ConditionContext = new Map();

/** Keys by which a policy tells a user from a session, or asks how somebody has signed in. */
const ofUsers = /^aws:(?:username|principaltype|multifactorauthpresent|multifactorauthage|tokenissuetime)$/;
const ofAnyService = /^aws:(?:principalisawsservice|sourcearn|sourceaccount|sourceorgid|sourceorgpaths)$/;

/**
 * People whom statements tell from others beside those whom they name, and whom grants name: users where they ask for what only users are or only
 * sessions have, any service where they ask for what only services carry, and of A and B who is allowed nothing, also with what
 * statements ask of a caller.
 */
export function morePeople(
  { accountA, accountB, keys: kmsKeys }: Pick<Configuration, "accountA" | "accountB" | "keys">,
  statements: readonly Statement[],
  people: readonly Person[],
): readonly Person[] {
  const { region } = accountA;
  const conditions = statements.flatMap((statement) => statement.conditions);
  const keys = conditions.map(({ key }) => key.toLowerCase());
  const isVariable = /\$\{aws:username\b/i.test(JSON.stringify(statements));
  const accounts = new Set(people.flatMap(({ principal }) => ("accountId" in principal ? [principal.accountId] : [])));
  const own = [...new Set([accountA.id, accountB.id])];
  const users =
    isVariable || keys.some((key) => ofUsers.test(key)) ? [...accounts].map((id) => userOf(region, id)) : [];
  const namedUsers = conditions
    .filter(({ key }) => key.toLowerCase() === "aws:username")
    .flatMap(({ values }) => values.flatMap((value) => [...accounts].map((id) => userOf(region, id, value))));
  const holders = people.flatMap(({ principal, is, holds, context }): readonly Person[] => {
    if (is !== "stranger" || holds === undefined || !("accountId" in principal)) return [];
    if (!own.includes(principal.accountId)) return [];
    return [{ ...powerlessOf(principal.accountId, region), context, holds }];
  });
  const grantees = kmsKeys.flatMap(({ grants }) =>
    grants.flatMap(({ GranteePrincipal, RetiringPrincipal }) => [GranteePrincipal, RetiringPrincipal]),
  );
  return [
    ...grantees.flatMap((arn) => (arn === undefined ? [] : personOfArn(arn, region))),
    ...own.map((id) => powerlessOf(id, region)),
    ...users,
    ...namedUsers,
    ...holders,
    ...(keys.some((key) => ofAnyService.test(key)) ? [anyService] : []),
  ];
}

const anyService: Person = {
  text: "any service of AWS",
  principal: { kind: "service", service: "any-service.amazonaws.com" },
  context: nothing,
  is: "stranger",
};

function userOf(region: string, accountId: string, name?: string): Person {
  const userName = sampleOf(name ?? "any-other-user");
  const arn = iamArn(region, accountId, `user/${userName}`);
  const text = accountId === strangeAccount ? "users of any other account" : `users of account ${accountId}`;
  return {
    text,
    principal: { kind: "user", accountId, arn, userId: `AIDA${arn}`, userName },
    context: nothing,
    ...(name === undefined ? { is: "stranger" } : { isLike: `aws:username ${name}` }),
  };
}
