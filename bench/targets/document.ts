/**
 * `npm run docs:targets`: measures the controls on every stand-in that is found here and writes `docs/targets.md`. Nothing
 * in its table is written by hand.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { measureControls } from "../../harness/index.ts";
import { type MeasuredTarget, targetsPage } from "./page.ts";
import { findParties } from "./parties.ts";
import type { MissingParty } from "./party.ts";

const measured: MeasuredTarget[] = [];
const missing: MissingParty[] = [{ name: "Floci", reason: "its server was found in no package registry" }];
for (const each of await findParties()) {
  if (each.kind === "missing") missing.push(each);
  else if (each.party.has === "everything") {
    const { name, version } = each.party;
    console.log(`${name}: ${version}`);
    await using running = await each.party.start();
    if (running.target === undefined) continue;
    // The first time is also the time of loading what is asked for the first time.
    await measureControls(running.target);
    measured.push({ name, version, measurement: await measureControls(running.target) });
  }
}
const file = join(import.meta.dirname, "..", "..", "docs", "targets.md");
await writeFile(file, targetsPage(measured, missing, new Date()));
console.log(`written: ${file}`);
