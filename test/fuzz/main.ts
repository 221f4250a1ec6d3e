/** `npm run fuzz [-- --inputs 100000] [-- --seed N]`: hostile inputs for the embedded AWS, on loopback. */
import { parseArgs } from "node:util";
import { fuzz } from "./run.ts";

const { values: options } = parseArgs({ options: { inputs: { type: "string" }, seed: { type: "string" } } });
const seed = Number(options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]);
const inputs = Number(options.inputs ?? 100_000);

console.log(`seed ${seed}, ${inputs} inputs`);
const { statuses, problems } = await fuzz(seed, inputs);
for (const [what, count] of [...statuses].sort(([a], [b]) => a.localeCompare(b))) console.log(`${count}\t${what}`);
for (const problem of problems.slice(0, 20)) console.log(`\n${problem}`);
console.log(`\n${problems.length} problems with seed ${seed}`);
process.exitCode = problems.length === 0 ? 0 : 1;
