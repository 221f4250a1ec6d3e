import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch } from "diff";
import { expect, test } from "vitest";
import { writtenRepair } from "../../../check/repair/patch.ts";
import { findRepair } from "../../../check/repair/search.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { corpus } from "../../support/corpus.ts";
import { readConfiguration } from "../../support/read-configuration.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A setting of a template is repaired in words. */
const inWords = new Set(["cloudformation-on-demand-with-shards"]);

/** Folders, which need no `inputs`, and templates: what a plan of Terraform was made from is not at hand. */
const inFiles = corpus().filter(
  ({ name, expected }) =>
    expected.verdict === "broken" &&
    !inWords.has(name) &&
    (expected.inputs === undefined || /^(?:cloudformation|cdk|mixed)-/.test(name)),
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
    const inputs = (expected.inputs ?? ["."]).map((input) => join(folder.path, input));
    const read = () => readConfiguration(inputs, expected.settings);
    const play = async (configuration: Awaited<ReturnType<typeof read>>) => judge(configuration, { by: "direct" });

    const before = await read();
    const repair = await findRepair(before, (await play(before)).inWorld);
    const { patches } = writtenRepair(before, [{ by: "", changes: repair?.changes ?? [] }]);
    expect(patches.map(({ kind }) => kind)).toEqual(["file"]);
    for (const patch of patches) {
      if (patch.kind !== "file") continue;
      const patched = applyPatch(readFileSync(patch.file, "utf8"), patch.diff);
      expect(patched).not.toBe(false);
      writeFileSync(patch.file, String(patched));
    }
    const { outcome: after } = await play(await read());
    expect(after.kind).toBe(expected.repaired ?? "works");
  },
);
