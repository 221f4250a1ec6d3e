import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { behaviourOf } from "../../../check/mutate/behaviour.ts";
import { type Matrix, matrixOf } from "../../../check/mutate/matrix.ts";
import { mutate } from "../../../check/mutate/mutate.ts";
import { mutationsOf } from "../../../check/mutate/mutations.ts";
import { type Effect, works } from "../../../check/mutate/purpose.ts";
import { deliveryActions, readActions } from "../../../harness/index.ts";
import { accountA, allowDelivery, article, bucketAndObjects, readStream, roleArn, writeObjects } from "../article.ts";

/** Values that were removed from a statement, by what that showed. */
function removed({ findings }: Matrix, statement: string): Partial<Record<Effect, readonly string[]>> {
  const ofStatement = findings.filter(
    ({ mutation }) =>
      mutation.kind === "remove" && mutation.element === "action" && mutation.text.includes(`\`${statement}\``),
  );
  const named = ofStatement.map(
    ({ mutation, effect }) => [effect, /`([^`]+)`/.exec(mutation.text)?.[1] ?? ""] as const,
  );
  return Object.fromEntries(
    [...Map.groupBy(named, ([effect]) => effect)].map(([effect, pairs]) => [
      effect,
      pairs.map(([, action]) => action).sort(),
    ]),
  );
}

describe("the matrix of the article's set-up", () => {
  test("tells what the delivery rests on from what only an interruption needs and what AWS merely lists", async () => {
    const matrix = await matrixOf(article());
    const expected = {
      "load-bearing": ["s3:GetBucketLocation", "s3:PutObject", "s3:PutObjectAcl"],
      used: ["s3:AbortMultipartUpload"],
      documented: ["s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    };
    expect(removed(matrix, "Write")).toEqual(expected);
    expect(removed(matrix, "AllowDelivery")).toEqual(expected);
    expect(removed(matrix, "Read")).toEqual({ "load-bearing": [...readActions].sort() });
    expect(matrix.findings.length).toBeGreaterThan(40);
  });

  test("says who gains access when the account is named instead of the role", async () => {
    const { findings } = await matrixOf(article());
    const widened = findings.find(({ mutation }) =>
      mutation.text.startsWith(`let the principal be \`${accountA}\` in statement \`AllowDelivery\``),
    );
    expect(widened).toMatchObject({
      effect: "harmless",
      grants: [
        "an administrator of account A can read the object",
        "an administrator of account A can list the objects",
        "an administrator of account A can write objects",
        "an administrator of account A can change tags, encryption or uploads of the object: `s3:AbortMultipartUpload`",
      ],
    });
  });

  test("gives nobody anything by a document that AWS does not take", async () => {
    const { findings } = await matrixOf(article());
    const toAll = findings.find(({ mutation }) =>
      mutation.text.startsWith("let the principal be `*` in statement `AllowDelivery`"),
    );
    expect(toAll).toMatchObject({ effect: "breaking", grants: [] });
    const trusted = findings.find(({ mutation }) =>
      mutation.text.startsWith("let the principal be `*` in statement 1 of the trust"),
    );
    expect(trusted?.grants).toContain("an administrator of any other account can act as the role that delivers");
  });

  test("says how the object changes that arrives nevertheless", async () => {
    const { findings } = await matrixOf(article());
    const writer = findings.find(({ mutation }) => mutation.text.endsWith("be ObjectWriter"));
    expect(writer).toMatchObject({ effect: "harmless", changes: ["account A owns the object"] });
  });
});

describe("what is there for somebody else", () => {
  const partner = "arn:aws:iam::333333333333:role/partner";
  const ofPartner = { ...allowDelivery, Sid: "Partner", Principal: { AWS: partner }, Action: ["s3:GetObject"] };

  test("is no excess, and who would lose it is named", async () => {
    const { findings } = await matrixOf(article({ bucket: [allowDelivery, ofPartner] }));
    const [statement] = findings.filter(({ mutation }) => mutation.text.startsWith("remove statement `Partner`"));
    expect(statement?.effect).toBe("for-others");
    expect(statement?.takes).toEqual([
      expect.stringMatching(/^takes `s3:GetObject` on .* from `arn:aws:iam::333333333333:role\/partner`$/),
    ]);
    const own = findings.filter(({ mutation }) => mutation.text.includes("`AllowDelivery`"));
    expect(own.every(({ effect }) => effect !== "for-others")).toBe(true);
  });

  test("and who would gain by a wider statement of theirs", async () => {
    const { findings } = await matrixOf(article({ bucket: [allowDelivery, ofPartner] }));
    const widened = findings.find(({ mutation }) =>
      mutation.text.startsWith("let the action be `s3:*` in statement `Partner`"),
    );
    expect(widened?.grants.join("\n")).toMatch(/^role partner of account 333333333333 can write objects$/m);
  });
});

describe("a permission", () => {
  test("that nothing uses is excess", async () => {
    const matrix = await matrixOf(
      article({ role: [{ ...writeObjects, Action: [...deliveryActions, "s3:DeleteObject"] }, readStream] }),
    );
    expect(removed(matrix, "Write").excess).toEqual(["s3:DeleteObject"]);
  });

  test("that two statements give is excess in one and redundant in the other", async () => {
    const matrix = await matrixOf(article({ role: [writeObjects, readStream, { ...readStream, Sid: "ReadAgain" }] }));
    const whole = matrix.findings.filter(({ mutation }) => mutation.element === "statement");
    const effectOf = (sid: string) => whole.find(({ mutation }) => mutation.text.includes(`\`${sid}\``))?.effect;
    expect([effectOf("Read"), effectOf("ReadAgain")].sort()).toEqual(["excess", "redundant"]);
  });
});

/** The article's policies with actions left out, more of them, everything twice, and people who have no part in it. */
const configurations = fc
  .record({
    more: fc.subarray(["s3:DeleteObject", "s3:GetObjectTagging", "s3:PutObjectTagging"]),
    twice: fc.boolean(),
    wildcard: fc.boolean(),
    principals: fc.subarray([roleArn, `arn:aws:iam::${accountA}:root`], { minLength: 1 }),
    without: fc.subarray(["s3:GetObject", "s3:ListBucket"]),
  })
  .map(({ more, twice, wildcard, principals, without }) => {
    const Action = wildcard
      ? ["s3:Put*", "s3:GetBucketLocation", "s3:AbortMultipartUpload"]
      : [...deliveryActions.filter((action) => !without.includes(action)), ...more];
    const write = { Sid: "Write", Effect: "Allow", Action, Resource: bucketAndObjects };
    return article({
      role: [write, ...(twice ? [{ ...write, Sid: "WriteAgain" }] : []), readStream],
      bucket: [{ ...allowDelivery, Action, Principal: { AWS: principals } }],
    });
  });

test("excess goes together and the delivery still works; without one load-bearing thing it does not", async () => {
  await fc.assert(
    fc.asyncProperty(configurations, async (configuration) => {
      const { findings } = await matrixOf(configuration);
      const excess = findings.filter(({ effect }) => effect === "excess").map(({ mutation }) => mutation.id);
      let reduced = configuration;
      for (const id of excess) {
        const now = mutationsOf(reduced).find((mutation) => mutation.id === id);
        expect(now, id).toBeDefined();
        if (now !== undefined) reduced = mutate(reduced, now.change);
      }
      expect(works(await behaviourOf(reduced))).toBe(true);
      for (const { mutation } of findings.filter(({ effect }) => effect === "load-bearing")) {
        expect(works(await behaviourOf(mutate(configuration, mutation.change))), mutation.text).toBe(false);
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
});
