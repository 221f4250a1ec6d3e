/** What only the deployment names can have any name: nothing that is said rests on it. */
import { renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type CorpusEntry, corpusEntry } from "../../support/corpus.ts";
import { type Json, readInput, variantOf } from "./files.ts";
import { asItStands, someOf } from "./population.ts";
import { renaming } from "./renamed.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

const isDeployed = ({ name }: CorpusEntry) => /^(?:cdk|cloudformation|template|terraform|mixed)-/.test(name);

async function underOtherNames(entry: CorpusEntry): Promise<Verdict> {
  const { change, fileName, back } = renaming();
  using variant = variantOf(entry, change);
  const inputs = variant.inputs.map((input) => {
    if (!/\.(?:json|ya?ml)$/.test(input)) return input;
    const renamed = join(dirname(input), fileName(basename(input)));
    renameSync(input, renamed);
    return renamed;
  });
  const verdict = await verdictOf(inputs, variant.folder, entry.expected.settings);
  return JSON.parse(back(JSON.stringify(verdict))) as Verdict;
}

test.each(someOf(16, isDeployed))("$name is found to be the same under other names", async (entry) => {
  expect(await underOtherNames(entry)).toEqual(await asItStands(entry));
});

test("a control: the new names are in what is read", () => {
  const { change } = renaming();
  using template = variantOf(corpusEntry("cloudformation-article"), change);
  using plan = variantOf(corpusEntry("terraform-article"), change);
  const ids = Object.keys(readInput(template.folder, "b.yaml")?.value.Resources as Json);
  expect(ids.every((id) => /^Ren/.test(id))).toBe(true);
  expect(JSON.stringify(readInput(plan.folder, "a.json"))).toMatch(/"aws_iam_role\.Ren\w+"/);
});

test("a control: a name that was given means something", async () => {
  const entry = corpusEntry("cloudformation-article");
  using variant = variantOf(entry, ({ name, value }) =>
    name === "a.yaml"
      ? JSON.parse(JSON.stringify(value).replace('"RoleName":"delivery"', '"RoleName":"other"'))
      : undefined,
  );
  const { verdict } = await verdictOf(variant.inputs, variant.folder, entry.expected.settings);
  expect([(await asItStands(entry)).verdict, verdict]).toEqual(["works", "broken"]);
});
