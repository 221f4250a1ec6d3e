/** What a partition calls things decides nothing: the same configuration in another partition is found to be the same. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import type { ReadSettings } from "../../../check/read/inputs.ts";
import { type CorpusEntry, corpusEntry } from "../../support/corpus.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { filesOf } from "./files.ts";
import { asItStands, someOf } from "./population.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

const regions = [
  ["us-east-1", "us-gov-west-1"],
  ["eu-west-1", "us-gov-east-1"],
  ["us-west-2", "us-gov-south-2"],
  ["eu-central-1", "us-gov-central-1"],
] as const;

function withRegionsOfGovCloud(text: string): string {
  return regions.reduce((at, [one, other]) => at.replaceAll(one, other), text);
}

function withArnsOfGovCloud(text: string): string {
  return text.replaceAll("arn:aws:", "arn:aws-us-gov:").replaceAll(/("partition":\s*)"aws"/g, '$1"aws-us-gov"');
}

const transposed = (text: string) => withArnsOfGovCloud(withRegionsOfGovCloud(text));

function back(text: string): string {
  return regions.reduce((at, [one, other]) => at.replaceAll(other, one), text.replaceAll("aws-us-gov", "aws"));
}

/** Where a manifest says no region, it is us-east-1. */
function withRegions(text: string): string {
  return text.replaceAll(/("account[AB]": \{ "id": "\d{12}")( \}|, "(?!region))/g, '$1, "region": "us-east-1"$2');
}

async function inGovCloud(entry: CorpusEntry, change = transposed): Promise<Verdict> {
  using copy = temporaryFolder();
  cpSync(entry.folder, copy.path, { recursive: true });
  for (const name of filesOf(copy.path)) {
    const path = join(copy.path, name);
    writeFileSync(path, change(withRegions(readFileSync(path, "utf8"))));
  }
  const inputs = entry.inputs.map((input) => join(copy.path, relative(entry.folder, input)));
  const { accountA, accountB, ...others } = entry.expected.settings ?? {};
  const settings: ReadSettings = {
    accountA: { region: "us-east-1", ...accountA },
    accountB: { region: "us-east-1", ...accountB },
    ...others,
  };
  const verdict = await verdictOf(inputs, copy.path, JSON.parse(change(JSON.stringify(settings))));
  return JSON.parse(back(JSON.stringify(verdict))) as Verdict;
}

test.each(someOf(40))("$name is found to be the same in GovCloud", async (entry) => {
  expect(await inGovCloud(entry)).toEqual(await asItStands(entry));
});

test("a control: with ARNs of the partition that it was in, it is broken", async () => {
  const { verdict, cause } = await inGovCloud(corpusEntry("article"), withRegionsOfGovCloud);
  expect([verdict, cause?.action]).toEqual(["broken", "iam:PutRolePolicy"]);
});
