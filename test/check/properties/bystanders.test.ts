/** What has no part in a delivery changes nothing that is said of it. */
import { expect, test } from "vitest";
import { type CorpusEntry, corpus, corpusEntry } from "../../support/corpus.ts";
import { allBystanders, withAll } from "./bystanders/index.ts";
import { ofTerraform } from "./bystanders/terraform.ts";
import { type Change, filesOf, type Json, readInput, variantOf } from "./files.ts";
import { asItStands, someOf } from "./population.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

async function withChange(entry: CorpusEntry, change: Change): Promise<Verdict | undefined> {
  using variant = variantOf(entry, change);
  if (!variant.isChanged) return undefined;
  return await verdictOf(variant.inputs, variant.folder, entry.expected.settings);
}

test.each(someOf(30))("$name is found to be the same among all kinds of bystanders", async (entry) => {
  expect(await withChange(entry, withAll(allBystanders))).toEqual(await asItStands(entry));
});

test("each bystander is added to something in the corpus", () => {
  const files = corpus().flatMap(({ folder }) => filesOf(folder).flatMap((name) => readInput(folder, name) ?? []));
  const unused = allBystanders.filter(({ to }) => !files.some((file) => to(file) !== undefined));
  expect(unused.map(({ is }) => is)).toEqual([]);
});

test("a control: what is no bystander is noticed", async () => {
  const entry = corpusEntry("article");
  const denied = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::b-landing/*",
  };
  const participant: Change = ({ name, value }) =>
    name === "bucket-policy.json" ? { ...value, Statement: [...(value.Statement as Json[]), denied] } : undefined;
  const before = await asItStands(entry);
  const after = await withChange(entry, participant);
  expect([before.verdict, after?.verdict]).toEqual(["works", "broken"]);
});

test.each([
  ["by its name", { values: { bucket: "b-landing" } }],
  [
    "by a reference to what is known after the apply",
    {
      values: {},
      unknown: { bucket: true },
      expressions: { bucket: { references: ["aws_s3_bucket.landing.id", "aws_s3_bucket.landing"] } },
    },
  ],
  [
    "by a local value, which a plan does not follow",
    { values: {}, unknown: { bucket: true }, expressions: { bucket: { references: ["local.bucket"] } } },
  ],
])("a control: an object lock of the delivery's own bucket is noticed, named %s", async (_how, lock) => {
  const type = "aws_s3_bucket_object_lock_configuration";
  const { to } = ofTerraform("a lock", { type, name: "landing", ...lock });
  const after = await withChange(corpusEntry("terraform-article"), (file) =>
    file.name === "b.json" ? to(file) : undefined,
  );
  expect(after?.restsOn).toEqual([expect.stringContaining(`${type}.landing: Object Lock is not emulated`)]);
});
