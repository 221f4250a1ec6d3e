import { GetUserCommand } from "@aws-sdk/client-iam";
import {
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type STSClient,
} from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";

async function sessionKeys(sts: STSClient, DurationSeconds?: number) {
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

test("gives a user temporary credentials that are the user's, until they expire", async () => {
  await using aws = await twoAccounts();
  const { arn, keys } = await makeUser(aws.a, "ann");
  const session = aws.clientsOf(await sessionKeys(aws.clientsOf(keys).sts, 900));
  expect((await session.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(arn);
  await aws.emulator.clock.advance(900_000);
  expect((await errorOf(session.sts.send(new GetCallerIdentityCommand({})))).code).toBe("ExpiredToken");
});

test("lets the session assume a role that its user may assume", async () => {
  await using aws = await twoAccounts();
  const { arn, keys } = await makeUser(aws.a, "ann");
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }));
  const session = aws.clientsOf(await sessionKeys(aws.clientsOf(keys).sts));
  expect(await assume(session, role)).toHaveProperty("sessionToken");
});

test("keeps the session out of IAM, which asks for MFA, though the user is let in", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", { Action: "iam:*", Resource: "*" });
  const ann = aws.clientsOf(keys);
  expect((await ann.iam.send(new GetUserCommand({}))).User?.UserName).toBe("ann");
  const session = aws.clientsOf(await sessionKeys(ann.sts));
  expect((await errorOf(session.iam.send(new GetUserCommand({})))).code).toBe("InvalidClientTokenId");
});

test("refuses a session token with another session's key, and a session's key without a token", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann");
  const ann = aws.clientsOf(keys);
  const [one, other] = [await sessionKeys(ann.sts), await sessionKeys(ann.sts)];
  const mixed = aws.clientsOf({ ...one, sessionToken: other.sessionToken });
  const bare = aws.clientsOf({ accessKeyId: one.accessKeyId, secretAccessKey: one.secretAccessKey });
  for (const each of [mixed, bare]) {
    expect((await errorOf(each.sts.send(new GetCallerIdentityCommand({})))).code).toBe("InvalidClientTokenId");
  }
});

test("gives no session for a session", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann");
  const session = aws.clientsOf(await sessionKeys(aws.clientsOf(keys).sts));
  expect((await errorOf(session.sts.send(new GetSessionTokenCommand({})))).code).toBe("AccessDenied");
});

test("names the account of a key to who may ask", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann");
  const ask = new GetAccessKeyInfoCommand({ AccessKeyId: keys.accessKeyId });
  expect((await aws.b.sts.send(ask)).Account).toBe(aws.accountA.id);
  expect((await errorOf(aws.clientsOf(keys).sts.send(ask))).code).toBe("AccessDenied");
  const session = aws.clientsOf(await sessionKeys(aws.b.sts));
  expect((await errorOf(session.sts.send(ask))).code).toBe("AccessDenied");
});
