/** "You cannot use a wildcard to match part of a principal name or ARN" (IAM User Guide, policy element Principal). */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judge } from "../../check/unknown/judge.ts";
import { corpusFolder } from "../support/corpus.ts";
import { readConfiguration } from "../support/read-configuration.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const stream = "arn:aws:kinesis:us-east-1:111111111111:stream/clicks";
const kinds = [
  ["the bucket's", "bucket-policy.json", "s3:PutBucketPolicy"],
  ["the trust", "trust-policy.json", "iam:CreateRole"],
  ["the key's", "key-policy.json", "kms:PutKeyPolicy"],
  ["the stream's", "crosscheck.json", "kinesis:PutResourcePolicy"],
] as const;

/** What comes of a delivery that works, when the policy of a file lets a further principal in. */
async function outcomeWith(file: string, AWS: string) {
  using folder = temporaryFolder();
  cpSync(join(corpusFolder, "key-policy-with-a"), folder.path, { recursive: true });
  const path = join(folder.path, file);
  const content = JSON.parse(readFileSync(path, "utf8"));
  const statement = { Effect: "Allow", Principal: { AWS }, Action: "kinesis:PutRecord", Resource: stream };
  if (file === "crosscheck.json") {
    content.dataStream.resourcePolicy = { Version: "2012-10-17", Statement: [statement] };
  } else {
    content.Statement = [content.Statement].flat();
    content.Statement.push({ ...content.Statement[0], Sid: "Further", Principal: { AWS } });
  }
  writeFileSync(path, JSON.stringify(content));
  return (await judge(await readConfiguration([folder.path]), { by: "direct" })).outcome;
}

test.each(kinds)("%s policy may name a session and a role of another account in full", async (_, file) => {
  for (const whole of ["arn:aws:sts::333333333333:assumed-role/etl/daily", "arn:aws:iam::333333333333:role/team/etl"]) {
    expect((await outcomeWith(file, whole)).kind, whole).toBe("works");
  }
});

test.each(kinds)("%s policy is refused where it names one by a wildcard", async (_, file, call) => {
  for (const pattern of [
    "arn:aws:sts::111111111111:assumed-role/delivery/*",
    "arn:aws:iam::111111111111:role/*",
    "arn:aws:iam::333333333333:role/team-?",
    "arn:aws:iam::333333333333:role/team/*/etl",
  ]) {
    const { kind, refused } = await outcomeWith(file, pattern);
    expect({ kind, call: refused[0]?.call }, pattern).toEqual({ kind: "broken", call });
    expect(refused[0]?.message, pattern).toMatch(/invalid principal/i);
  }
});
