/** `npm run rehearse [-- --times 20] [-- --speed 120]`: rehearsals of all scenarios, one after the other, until one fails. */
import { parseArgs } from "node:util";
import { rehearse, usualSpeed } from "./rehearse.ts";

const { values: options } = parseArgs({ options: { times: { type: "string" }, speed: { type: "string" } } });
const times = Number(options.times ?? 1);
const speed = Number(options.speed ?? usualSpeed);

let passed = 0;
for (; passed < times; passed++) {
  const { exitCode, stdout, stderr } = await rehearse([], { speed });
  if (exitCode !== 0) {
    console.log(`${stdout}${stderr}`);
    process.exitCode = 1;
    break;
  }
  console.log(`${passed + 1} of ${times}: ${stdout.trimEnd().split("\n").at(-1)}`);
}
console.log(`${passed} rehearsals of ${times} passed, with delays of 10 s and 5 % of the calls throttled`);
