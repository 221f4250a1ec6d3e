#!/usr/bin/env node
import { nodeProblem } from "./node-version.ts";

// Nothing else is loaded before: an older Node.js lacks what the program imports.
const problem = nodeProblem(process.versions.node);
if (problem === undefined) await import("./start.ts");
else {
  process.stderr.write(`crosscheck: ${problem}\n`);
  process.exitCode = 2;
}
