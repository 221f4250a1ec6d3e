import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { clientsFor } from "../../harness/clients.ts";
import { errorOf, twoAccounts } from "../support/clients.ts";

/** Account A's clients on an AWS whose clock alone counts. `signsAt`: when the nth signature is made, by that clock. */
async function clientsOn(signsAt: (nth: number, now: number) => number, speed: number) {
  const world = await twoAccounts({ likeAws: {} });
  const { emulator, accountA } = world;
  let signed = 0;
  const { accessKeyId, secretAccessKey } = accountA;
  const clients = clientsFor({
    ...{ region: "us-east-1", endpoint: emulator.url, credentials: { accessKeyId, secretAccessKey }, speed },
    signsAt: () => signsAt(++signed, emulator.clock.now()),
  });
  return {
    accountA,
    clients,
    async [Symbol.asyncDispose]() {
      clients[Symbol.dispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

const tenMinutesMs = 600_000;

test("a signature that a fast clock has left behind is made anew", async () => {
  await using aws = await clientsOn((nth, now) => (nth < 3 ? now - tenMinutesMs : now), 60);
  expect(await aws.clients.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: aws.accountA.id });
});

test("it is given up where it is late again and again", async () => {
  await using aws = await clientsOn((_nth, now) => now - tenMinutesMs, 60);
  expect((await errorOf(aws.clients.sts.send(new GetCallerIdentityCommand({})))).message).toMatch(
    /^Signature expired: /,
  );
});

test("on a clock that is not fast, a late signature is refused at once", async () => {
  let signatures = 0;
  await using aws = await clientsOn((nth, now) => {
    signatures = nth;
    return now - tenMinutesMs;
  }, 1);
  expect((await errorOf(aws.clients.sts.send(new GetCallerIdentityCommand({})))).code).toBe("SignatureDoesNotMatch");
  const once = signatures;
  await errorOf(aws.clients.sts.send(new GetCallerIdentityCommand({})));
  expect(signatures).toBe(2 * once);
});
