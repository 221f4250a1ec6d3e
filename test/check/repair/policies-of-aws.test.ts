import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findRepair } from "../../../check/repair/search.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { corpusFolder } from "../../support/corpus.ts";
import { readConfiguration } from "../../support/read-configuration.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("a role that has policies of AWS alone is given one of its own", async () => {
  using folder = temporaryFolder();
  cpSync(join(corpusFolder, "article"), folder.path, { recursive: true });
  const file = join(folder.path, "crosscheck.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.roles.delivery.policies = {};
  manifest.roles.delivery.managedPolicies = ["AmazonKinesisReadOnlyAccess", "AmazonS3ReadOnlyAccess"].map(
    (name) => `arn:aws:iam::aws:policy/${name}`,
  );
  writeFileSync(file, JSON.stringify(manifest));
  const configuration = await readConfiguration([folder.path]);
  expect((await judge(configuration, { by: "direct" })).outcome.kind).toBe("broken");
  const texts = JSON.stringify(await findRepair(configuration));
  expect(texts).toContain("add to a policy of role `delivery`");
  expect(texts).not.toMatch(/policy `Amazon/);
});
