/** The flow against `crosscheck serve` in a process of its own, by clients that are no part of this project. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openAccount } from "../../harness/account.ts";
import { clientsFor } from "../../harness/clients.ts";
import { testScenarios } from "../../harness/vitest.ts";
import { crossAccountDelivery } from "../../scenarios/cross-account-delivery.ts";
import { crossAccountDeliveryByCli } from "../../scenarios/cross-account-delivery-by-cli.ts";
import { fakeContext } from "../harness/fake-context.ts";
import { needsClient } from "../support/child-clients.ts";
import { servedTarget } from "../support/served-target.ts";

testScenarios([crossAccountDelivery, crossAccountDeliveryByCli], servedTarget());

test("boto3 delivers a record of account A to account B's bucket", async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using target = servedTarget();
  await using sandbox = await target.open();
  const { accountA: a, accountB: b } = sandbox;
  const context = { ...fakeContext(), sandbox };
  using clientsOfA = clientsFor(a);
  using clientsOfB = clientsFor(b);
  const accountA = await openAccount(context, a, clientsOfA);
  const accountB = await openAccount(context, b, clientsOfB);
  const [keysOfA, keysOfB] = await Promise.all([accountA.credentials(), accountB.credentials()]);
  const { stdout } = await promisify(execFile)("python3", [join(import.meta.dirname, "flow.py")], {
    env: {
      PATH: process.env.PATH,
      ENDPOINT: a.endpoint,
      A_ACCESS_KEY_ID: keysOfA.accessKeyId,
      A_SECRET_ACCESS_KEY: keysOfA.secretAccessKey,
      B_ACCESS_KEY_ID: keysOfB.accessKeyId,
      B_SECRET_ACCESS_KEY: keysOfB.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });
  expect(JSON.parse(stdout)).toEqual({
    too_early: "MalformedPolicy",
    stale: "ConcurrentModificationException",
    absent_before: true,
    key: expect.stringMatching(/^\d{4}\/\d{2}\/\d{2}\/\d{2}\/deliver-2-/),
    contents: "This is a pen",
    owner: accountB.canonicalUserId,
    grants: [[accountB.canonicalUserId, "FULL_CONTROL"]],
    read_by_a: "AccessDenied",
  });
  expect(accountA.canonicalUserId).not.toBe(accountB.canonicalUserId);
});
