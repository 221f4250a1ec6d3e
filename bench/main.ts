/**
 * `npm run bench [-- --quick] [-- --only NAME] [-- --json FILE]`: how fast the embedded AWS is, each figure as a ratio to
 * a bare Node server measured in the same run. Servers run in processes of their own, requests are signed beforehand, and
 * the two take turns; shown are the median of the rounds and their spread. Loopback only.
 */
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { coldStart } from "./cold-start.ts";
import { decisions } from "./decisions.ts";
import { largeTemplate } from "./large-template.ts";
import type { Measurement, Spread } from "./measure.ts";
import { memory } from "./memory.ts";
import { mutations } from "./mutations.ts";
import { putObject } from "./put-object.ts";
import { putRecord, putRecords } from "./put-records.ts";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" }, json: { type: "string" } },
});
const rounds = options.quick ? 3 : 7;
const share = options.quick ? 0.2 : 1;

const benches: Readonly<Record<string, () => Measurement | Promise<Measurement>>> = {
  "put-object": () => putObject({ rounds, count: 10_000 * share }),
  "put-record": () => putRecord({ rounds, count: 10_000 * share }),
  "put-records": () => putRecords({ rounds, count: 300 * share }),
  decisions: () => decisions(rounds),
  mutations: () => mutations(rounds),
  "large-template": () => largeTemplate("json", rounds),
  "large-template-yaml": () => largeTemplate("yaml", rounds),
  "cold-start": () => coldStart(rounds),
  memory: () => memory(1_000_000 * share),
};

const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const spreadText = ({ median, min, max }: Spread) =>
  min === max ? number.format(median) : `${number.format(median)} (${number.format(min)} … ${number.format(max)})`;

function lines({ name, value, unit, yardstick, ratio, floorRatio, cpuRatio, target, reached }: Measurement): string {
  return [
    `${reached ? "reached" : "MISSED "}  ${name}: ${spreadText(value)} ${unit}`,
    ...(yardstick === undefined ? [] : [`         ${yardstick.name}: ${spreadText(yardstick.value)} ${unit}`]),
    ...(ratio === undefined ? [] : [`         ratio: ${spreadText(ratio)}`]),
    ...(floorRatio === undefined
      ? []
      : [`         ratio of the hashes and the parsing alone: ${spreadText(floorRatio)}`]),
    ...(cpuRatio === undefined ? [] : [`         CPU time of the server, embedded by bare: ${spreadText(cpuRatio)}`]),
    `         target: ${target}`,
  ].join("\n");
}

const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
console.log(`node ${machine.node}, ${machine.cores} × ${machine.cpu}`);
const measurements: Measurement[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (options.only !== undefined && options.only !== name) continue;
  const measurement = await bench();
  measurements.push(measurement);
  console.log(`\n${lines(measurement)}`);
}
if (options.json !== undefined) {
  await writeFile(options.json, `${JSON.stringify({ machine, rounds, measurements }, undefined, 2)}\n`);
}
process.exitCode = measurements.length > 0 && measurements.every(({ reached }) => reached) ? 0 : 1;
