/** The controls on targets that do something else than AWS: what they observe there. */
import { describe, expect, test } from "vitest";
import type { Account } from "../../../harness/account.ts";
import { controls } from "../../../harness/controls/index.ts";
import { mustBeRefused } from "../../../harness/controls/refused.ts";
import type { Stage } from "../../../harness/controls/stage.ts";
import type { Finding } from "../../../harness/result.ts";
import { fakeContext } from "../fake-context.ts";

/** Says yes to everything, and is one account behind two names. */
function stage(overrides: Partial<Stage> = {}): Stage {
  const yes = {
    AccessKey: { AccessKeyId: "AKIAEXAMPLE", SecretAccessKey: "secret" },
    Owner: { ID: "the-same" },
  };
  const client = { send: async () => yes };
  const account = {
    id: "111111111111",
    canonicalUserId: "the-same",
    title: "account A",
    clients: { s3: client, iam: client, firehose: client, sts: client },
    createRole: async () => ({ arn: "arn:aws:iam::111111111111:role/any" }),
  } as unknown as Account;
  const destination = { S3DestinationDescription: { RoleARN: "role", BucketARN: "before" } };
  return {
    context: fakeContext(),
    accountA: account,
    accountB: account,
    nameOf: (what) => what,
    closedBucket: Promise.resolve("closed"),
    openBucket: Promise.resolve("open"),
    directPut: Promise.resolve({
      permitted: "permitted",
      forbidden: "forbidden",
      forbiddenArn: "arn:aws:firehose:us-east-1:111111111111:deliverystream/forbidden",
      keysAtOnce: ["permitted/permitted-x"],
      keysInTheEnd: Promise.resolve(["permitted/permitted-x", "forbidden/forbidden-x"]),
      update: Promise.resolve({
        before: destination,
        after: { S3DestinationDescription: { BucketARN: "next" } },
        bucketArn: "next",
        repeat: async () => {},
      }),
    }),
    ...overrides,
  } as Stage;
}

/** These two make a client of their own, which a target has to answer. */
const withClients = ["bad-signature-is-refused", "identity-policy-is-enforced"];

async function observedOn(name: string, on: Stage): Promise<Finding> {
  const found = controls.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no control ${name}`);
  return found.measure(on);
}

describe("on a target that says yes to everything", () => {
  test.each(controls.map(({ name }) => name).filter((name) => !withClients.includes(name)))(
    "%s does not hold",
    async (name) => {
      expect(await observedOn(name, stage())).toEqual({ kind: "fails", observed: expect.stringMatching(/^[a-zA-Z]/) });
    },
  );
});

describe("a refusal", () => {
  const refusedWith = (name: string) =>
    Promise.reject(Object.assign(new Error("no"), { name, $metadata: { httpStatusCode: 400 } }));

  test("holds in AWS's words, and proves nothing in others", async () => {
    expect(await mustBeRefused(refusedWith("AccessDenied"), ["AccessDenied"], "accepted")).toEqual({ kind: "holds" });
    expect(await mustBeRefused(refusedWith("NotImplemented"), ["AccessDenied"], "accepted")).toEqual({
      kind: "not-measured",
      because: "refused with NotImplemented where AWS says AccessDenied: no",
    });
  });

  test("that stays out is told", async () => {
    expect(await mustBeRefused(Promise.resolve(), ["AccessDenied"], "anybody may")).toEqual({
      kind: "fails",
      observed: "anybody may",
    });
  });

  test("that is none, for nobody answers, is an error", async () => {
    await expect(mustBeRefused(Promise.reject(new Error("offline")), ["AccessDenied"], "accepted")).rejects.toThrow(
      "offline",
    );
  });
});

describe("an object's owner", () => {
  const seenBy = (a: string, b: string) => {
    const { accountA, accountB } = stage();
    return stage({
      accountA: { ...accountA, canonicalUserId: a } as Account,
      accountB: { ...accountB, canonicalUserId: b } as Account,
    });
  };

  test.each([
    ["the-same", "other", { kind: "holds" }],
    [
      "other",
      "the-same",
      { kind: "fails", observed: "what account A writes belongs to account B, which owns the bucket" },
    ],
    ["one", "other", { kind: "fails", observed: "what account A writes belongs to neither account" }],
    ["the-same", "the-same", { kind: "fails", observed: "every object belongs to every account" }],
  ])("account A is %s, account B %s", async (a, b, finding) => {
    expect(await observedOn("owner-follows-the-ownership-mode", seenBy(a, b))).toEqual(finding);
  });
});
