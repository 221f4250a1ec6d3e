import { expect, test } from "vitest";
import { contentsOf } from "../support/account-contents.ts";
import type { TwoAccounts } from "../support/clients.ts";
import { type ConfiguredSettings, configuredAccounts } from "../support/configured-accounts.ts";
import { assume, makeRole, makeUser, trusting } from "../support/identities.ts";

const everything = { Action: "*", Resource: "*" };

/** Credentials of a session whose time is over by now. */
async function endedSessions(two: TwoAccounts) {
  const sessions = await Promise.all(
    [two.a, two.b].map(async (clients) => {
      const { arn, keys } = await makeUser(clients, "somebody", everything);
      const roleArn = await makeRole(clients, "harness", trusting({ AWS: arn }), everything);
      return assume(two.clientsOf(keys), roleArn, { DurationSeconds: 900 });
    }),
  );
  await two.emulator.clock.advance(901_000);
  const [a, b] = sessions;
  if (a === undefined || b === undefined) throw new Error("there are two accounts");
  return [a, b] as const;
}

/** `message`: how it begins; the guard's own tests have the whole of it. */
const wrong: readonly { readonly title: string; readonly settings: ConfiguredSettings; readonly message: string }[] = [
  {
    title: "accounts that are swapped",
    settings: { accountIds: ({ accountA, accountB }) => [accountB.id, accountA.id] },
    message: "the accounts are swapped: ",
  },
  {
    title: "an account that is another than the configured one",
    settings: { accountIds: ({ accountA }) => [accountA.id, "999999999999"] },
    message: "the credentials of account B, by the variables `B_AWS_ACCESS_KEY_ID` and so on, are ",
  },
  {
    title: "credentials that have ended",
    settings: { keys: endedSessions },
    message:
      "account A does not take its credentials, by the variables `A_AWS_ACCESS_KEY_ID` and so on: ExpiredToken: ",
  },
];

for (const { title, settings, message } of wrong) {
  test(`${title} end a run with one message, before anything is made`, async () => {
    await using accounts = await configuredAccounts(settings);
    const { two } = accounts;
    const before = [await contentsOf(two.a), await contentsOf(two.b)];
    const { stderr, ...ended } = await accounts.crosscheck("run", "cross-account-delivery", "--target", "aws");
    expect(ended).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr.split("\n")).toEqual([expect.stringMatching(/^crosscheck: /), ""]);
    expect(stderr.startsWith(`crosscheck: ${message}`), stderr).toBe(true);
    expect([await contentsOf(two.a), await contentsOf(two.b)]).toEqual(before);
  });
}
