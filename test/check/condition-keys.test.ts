import { expect, test } from "vitest";
import { judge } from "../../check/unknown/judge.ts";
import { allowDelivery, article, readStream, writeObjects } from "./article.ts";

const asking = (key: string) => ({ StringEquals: { [key]: "bucket-owner-full-control" } });

async function outcomeOf(statements: Parameters<typeof article>[0]) {
  const { outcome } = await judge(article(statements), { by: "direct" });
  return { kind: outcome.kind, summary: outcome.summary };
}

test("S3 refuses a bucket policy with a key that it lacks", async () => {
  expect(await outcomeOf({ bucket: [{ ...allowDelivery, Condition: asking("s3:acl") }] })).toEqual({
    kind: "broken",
    summary: expect.stringContaining("MalformedPolicy: Policy has an invalid condition key"),
  });
});

test("a key that S3 has and that is not modelled leaves the verdict open", async () => {
  expect(await outcomeOf({ bucket: [{ ...allowDelivery, Condition: asking("s3:ObjectCreationOperation") }] })).toEqual({
    kind: "inconclusive",
    summary: expect.stringContaining("`s3:ObjectCreationOperation`"),
  });
});

test("IAM looks at no key's name, so that one of a role's policy that AWS lacks leaves it open, too", async () => {
  const { kind } = await outcomeOf({ role: [{ ...writeObjects, Condition: asking("s3:acl") }, readStream] });
  expect(kind).toBe("inconclusive");
});
