/** Writes what commands print now into the pages that show it. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandsOf, masked, readPage } from "./page.ts";
import { pages, playPage, root, textOf } from "./play.ts";

const [only] = process.argv.slice(2);
for (const page of pages.filter((each) => only === undefined || each === only)) {
  const text = await textOf(page);
  const commands = commandsOf(readPage(page, text));
  const results = await playPage(page);
  // From the end, so that places before it stay where they are.
  const updated = commands.toReversed().reduce((before, { at, output }, index) => {
    const now = results[commands.length - 1 - index]?.output?.trimEnd();
    if (now === undefined || output === "" || masked(now) === masked(output)) return before;
    return before.slice(0, at.from) + (now === "" ? "" : `${now}\n`) + before.slice(at.to);
  }, text);
  if (updated !== text) await writeFile(join(root, page), updated);
  for (const { line, output, exitCode } of results) {
    process.stdout.write(`${page}: ${output === undefined ? "not run" : `exit ${exitCode}`}: ${line.split("\n")[0]}\n`);
  }
}
