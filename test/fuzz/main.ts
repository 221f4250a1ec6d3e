/**
 * `npm run fuzz [-- --inputs 100000] [--target NAME] [--seed N]`: hostile inputs for each target, and what came of it as a
 * table. A failure says how to have it again. Exit code 1 where a property does not hold.
 */
import { parseArgs } from "node:util";
import { targets } from "./targets/index.ts";

const { values } = parseArgs({
  options: { inputs: { type: "string" }, seed: { type: "string" }, target: { type: "string" } },
});
const seed = Number(values.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]);
const inputs = Number(values.inputs ?? 100_000);
const chosen = targets.filter(({ name }) => values.target === undefined || name === values.target);
if (chosen.length === 0) {
  console.error(`there is no target ${values.target}: ${targets.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

console.log(`seed ${seed}\n`);
for (const { name, component, property, run } of chosen) {
  const beginsAt = performance.now();
  const problems = await run(seed, inputs);
  const seconds = ((performance.now() - beginsAt) / 1000).toFixed(1);
  const verdict = problems.length === 0 ? "holds" : `${problems.length} problems`;
  console.log(`${name}  (${component})\n  ${property}\n  ${inputs} inputs, ${seconds} s: ${verdict}`);
  for (const problem of problems.slice(0, 20)) console.log(`\n${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
