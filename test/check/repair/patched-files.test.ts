import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { applyPatch } from "diff";
import { expect, test } from "vitest";
import type { Configuration } from "../../../check/configuration.ts";
import { policiesKept } from "../../../check/places/places.ts";
import { writtenRepair } from "../../../check/repair/patch.ts";
import { findRepair } from "../../../check/repair/search.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { anyMark } from "../../../check/unknown/unknown.ts";
import { corpus, placed } from "../../support/corpus.ts";
import { encodedIn } from "../../support/hcl.ts";
import { readConfiguration } from "../../support/read-configuration.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A setting of a template is repaired in words. */
const inWords = new Set(["cloudformation-on-demand-with-shards"]);

/** Folders, which need no `inputs`, and templates: what a plan of Terraform was made from is not at hand. */
const inFiles = corpus().filter(
  ({ name, expected }) =>
    expected.verdict === "broken" &&
    !inWords.has(name) &&
    (expected.inputs === undefined || /^(?:cloudformation|cdk|sam|mixed)-/.test(name)),
);

test("there are folders and templates whose repair is a change of their files", () => {
  const templates = inFiles.filter(({ expected }) => expected.inputs !== undefined);
  expect(templates.length).toBeGreaterThan(5);
  expect(inFiles.length - templates.length).toBeGreaterThan(40);
});

test.each(inFiles)(
  "the patched files of $name work when they are read again",
  async ({ folder: original, expected }) => {
    using folder = temporaryFolder();
    cpSync(original, folder.path, { recursive: true });
    const inputs = (expected.inputs ?? ["."]).map((input) => placed(folder.path, input));
    const read = () => readConfiguration(inputs, expected.settings);
    const play = async (configuration: Awaited<ReturnType<typeof read>>) => judge(configuration, { by: "direct" });

    const before = await read();
    const repair = await findRepair(before, (await play(before)).inWorld);
    const { patches } = writtenRepair(before, [{ by: "", changes: repair?.changes ?? [] }]);
    expect(new Set(patches.map(({ kind }) => kind))).toEqual(new Set(["file"]));
    for (const patch of patches) {
      if (patch.kind !== "file") continue;
      const patched = applyPatch(readFileSync(patch.file, "utf8"), patch.diff);
      expect(patched).not.toBe(false);
      writeFileSync(patch.file, String(patched));
    }
    const again = await read();
    const { outcome: after } = await play(again);
    expect(after.kind).toBe(expected.repaired ?? "works");
    if (repair !== undefined) expect(documentsOf(again)).toEqual(documentsOf(repair.configuration));
  },
);

const inTerraform = corpus().filter(
  ({ name, expected }) => expected.verdict === "broken" && /^terraform-/.test(name) && expected.repair !== undefined,
);

test("there are plans whose repair is Terraform's text", () => {
  expect(inTerraform.length).toBeGreaterThan(8);
});

test.each(inTerraform)("the text that repairs $name is what was played", async ({ inputs, expected }) => {
  const before = await readConfiguration(inputs, expected.settings);
  const repair = await findRepair(before, (await judge(before, { by: "direct" })).inWorld);
  if (repair === undefined) throw new Error("there is a repair");
  const { patches } = writtenRepair(before, [{ by: "", changes: repair.changes }]);
  const played = documentsOf(repair.configuration).map(({ document }) => document);
  for (const patch of patches) {
    // A reference stands there where the ARN is known after deployment.
    if (patch.kind !== "document" || /(?:^|[[ ])aws_\w+\.\w+\.arn/m.test(patch.text)) continue;
    const [document] = patch.text.startsWith("{") ? [JSON.parse(patch.text)] : encodedIn(patch.text);
    expect(played).toContainEqual(document);
  }
});

/** Every policy as it is in force, whatever its layout. Marks are numbered as they are met, for each reading has its own. */
function documentsOf(configuration: Configuration) {
  const numbers = new Map<string, number>();
  const numbered = (text: string) =>
    text.replace(anyMark, (mark) => {
      numbers.set(mark, numbers.get(mark) ?? numbers.size);
      return `<${numbers.get(mark)}>`;
    });
  return policiesKept(configuration).map(({ place, policy }) => ({
    place: JSON.parse(numbered(JSON.stringify(place))) as unknown,
    document: JSON.parse(numbered(policy.text)) as unknown,
  }));
}
