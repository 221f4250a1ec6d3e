import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { snapshotText } from "../../../check/live/snapshot.ts";
import type { Part } from "../../../check/part.ts";
import { type ReadSettings, readInputs } from "../../../check/read/inputs.ts";
import { corpusFolder } from "../../support/corpus.ts";
import { outcomeOf, variantsOf, verdictOrMessage } from "../../support/malformed.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

interface Form {
  readonly what: string;
  /** Of the corpus. */
  readonly folder: string;
  /** In which the mistakes are. */
  readonly file: string;
  readonly inputs: readonly string[];
}

const settings: ReadSettings = {
  accountA: { id: "111111111111", region: "us-east-1" },
  accountB: { id: "222222222222", region: "us-east-1" },
};

const forms: readonly Form[] = [
  { what: "a manifest", folder: "article", file: "crosscheck.json", inputs: [""] },
  { what: "a manifest with a key", folder: "key-by-a-grant", file: "crosscheck.json", inputs: [""] },
  { what: "a manifest with an organization", folder: "scp-of-a-denies-s3", file: "crosscheck.json", inputs: [""] },
  {
    what: "a role's policy",
    folder: "article",
    file: "role-policy.json",
    inputs: ["role-policy.json", "bucket-policy.json"],
  },
  {
    what: "a bucket's policy",
    folder: "article",
    file: "bucket-policy.json",
    inputs: ["role-policy.json", "bucket-policy.json", "trust-policy.json"],
  },
  { what: "an assembly of the CDK", folder: "cdk-two-accounts", file: "cdk.out/manifest.json", inputs: ["cdk.out"] },
  {
    what: "a template of the CDK",
    folder: "cdk-two-accounts",
    file: "cdk.out/Landing.template.json",
    inputs: ["cdk.out"],
  },
];

test("a snapshot with a mistake anywhere is a verdict or one message with its place", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "both.json");
  const [part] = await readInputs([join(corpusFolder, "article")]);
  const snapshot = JSON.parse(snapshotText(part as Part, 0)) as unknown;
  const wrong: string[] = [];
  const variants = variantsOf(snapshot, 200);
  for (const { what, value } of variants) {
    writeFileSync(file, JSON.stringify(value));
    const outcome = await outcomeOf([file]);
    if (!verdictOrMessage.test(outcome)) wrong.push(`${what}: ${outcome}`);
  }
  expect(variants.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test.each(forms)("$what with a mistake anywhere is a verdict or one message with its place", async (form) => {
  using folder = temporaryFolder();
  cpSync(join(corpusFolder, form.folder), folder.path, { recursive: true });
  const file = join(folder.path, form.file);
  const inputs = form.inputs.map((input) => join(folder.path, input));
  const variants = variantsOf(JSON.parse(readFileSync(file, "utf8")), 120);
  expect(variants.length).toBeGreaterThan(100);
  const wrong: string[] = [];
  for (const { what, value } of variants) {
    writeFileSync(file, JSON.stringify(value));
    const outcome = await outcomeOf(inputs, settings);
    if (!verdictOrMessage.test(outcome)) wrong.push(`${what}: ${outcome}`);
  }
  expect(wrong).toEqual([]);
});
