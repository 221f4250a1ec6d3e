import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";

const tenMinutesMs = 600_000;

test("a signature that is dated by another clock than the emulator's is refused", async () => {
  await using aws = await twoAccounts({ likeAws: {} });
  const identity = () => aws.a.sts.send(new GetCallerIdentityCommand());
  expect((await identity()).Account).toBe(aws.accountA.id);
  await aws.emulator.clock.advance(tenMinutesMs);
  expect((await errorOf(identity())).code).toBe("SignatureDoesNotMatch");
});

test("the machine's clock is accepted, too, unless AWS's times are asked for", async () => {
  await using aws = await twoAccounts();
  await aws.emulator.clock.advance(tenMinutesMs);
  expect((await aws.a.sts.send(new GetCallerIdentityCommand())).Account).toBe(aws.accountA.id);
});

test("a client whose clock is behind corrects itself by the answers' Date, as the SDKs do", async () => {
  await using aws = await twoAccounts({ likeAws: {} });
  await aws.emulator.clock.advance(tenMinutesMs);
  const { sts } = aws.clientsOf(aws.accountA, { maxAttempts: 2, signsBy: "the answers" });
  expect((await sts.send(new GetCallerIdentityCommand())).Account).toBe(aws.accountA.id);
});

test("answers are dated by the emulator's clock", async () => {
  await using aws = await twoAccounts({ likeAws: {} });
  await aws.emulator.clock.advance(86_400_000);
  const { headers } = await fetch(aws.emulator.url);
  expect(Date.parse(headers.get("date") ?? "")).toBe(Math.floor(aws.emulator.clock.now() / 1000) * 1000);
});

test("a session ends by the emulator's clock", async () => {
  await using aws = await twoAccounts({ likeAws: {}, iamPropagationMs: 0 });
  const { emulator, accountA } = aws;
  const role = await makeRole(aws.a, "reader", trusting({ AWS: accountA.id }));
  const ann = await makeUser(aws.a, "ann", { Action: "sts:AssumeRole", Resource: "*" });
  const keys = await assume(aws.clientsOf(ann.keys), role, { DurationSeconds: 900 });
  const { sts } = aws.clientsOf(keys, { maxAttempts: 2, signsBy: "the answers" });
  expect((await sts.send(new GetCallerIdentityCommand())).Account).toBe(accountA.id);
  await emulator.clock.advance(900_000);
  expect((await errorOf(sts.send(new GetCallerIdentityCommand()))).code).toBe("ExpiredToken");
});
