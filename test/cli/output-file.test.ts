import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appendOutputFile, writeOutputFile } from "../../cli/output-file.ts";
import { learnFromEnvironment } from "../../harness/redaction/known-secrets.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a file is written without secrets, also where it is added to", async () => {
  using folder = temporaryFolder();
  learnFromEnvironment({ OUTPUT_TOKEN: "Planted-in-a-file-1" });
  const file = join(folder.path, "summary.md");
  await writeOutputFile(file, "one Planted-in-a-file-1\n");
  await appendOutputFile(file, `two ${Buffer.from("Planted-in-a-file-1").toString("hex")}\n`);
  expect(await readFile(file, "utf8")).toBe("one [redacted]\ntwo [redacted]\n");
});
