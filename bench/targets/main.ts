/**
 * `npm run bench:targets [-- --rounds 3] [-- --seconds 2] [-- --only NAME] [-- --json FILE]`: the embedded AWS beside the
 * stand-ins that are found here, on one machine, in turns. Every round starts each of them anew.
 */
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Spread, spreadOf } from "../measure.ts";
import { playFlow } from "./flow.ts";
import { findParties } from "./parties.ts";
import type { Party } from "./party.ts";
import { putObjectsPerSecond, putRecordsPerSecond } from "./throughput.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "2" },
    only: { type: "string" },
    json: { type: "string" },
  },
});
const seconds = Number(options.seconds);

/** Of one party in one round; undefined where it has no such thing. */
interface Figures {
  readonly startSeconds: number;
  readonly flowSeconds: number | undefined;
  readonly flowFailure: string | undefined;
  readonly recordsPerSecond: number | undefined;
  readonly objectsPerSecond: number | undefined;
  readonly idleMiB: number;
  readonly busyMiB: number;
}

async function measure(party: Party): Promise<Figures> {
  const startedAt = performance.now();
  await using running = await party.start();
  const startSeconds = (performance.now() - startedAt) / 1000;
  const idleMiB = await running.residentMiB();
  const flow = running.target && (await playFlow(running.target));
  const recordsPerSecond = await orUndefined(putRecordsPerSecond(running.url, seconds));
  const objectsPerSecond =
    party.has === "everything" ? await orUndefined(putObjectsPerSecond(running.url, seconds)) : undefined;
  const busyMiB = await running.residentMiB();
  return {
    startSeconds,
    flowSeconds: flow?.failure === undefined ? flow?.seconds : undefined,
    flowFailure: flow?.failure,
    recordsPerSecond,
    objectsPerSecond,
    idleMiB,
    busyMiB,
  };
}

/** A party that refuses what is asked of it has no figure, and says why. */
async function orUndefined(figure: Promise<number>): Promise<number | undefined> {
  try {
    return await figure;
  } catch (error) {
    console.log(`    ${(error as Error).message}`);
    return undefined;
  }
}

const kinds = [
  { name: "startSeconds", title: "start → first answer", unit: "s", isBetter: "less" },
  { name: "flowSeconds", title: "first call → verdict of the flow", unit: "s", isBetter: "less" },
  { name: "recordsPerSecond", title: "PutRecords, 1 KiB each", unit: "records/s", isBetter: "more" },
  { name: "objectsPerSecond", title: "PutObject, 1 KiB each", unit: "objects/s", isBetter: "more" },
  { name: "idleMiB", title: "resident memory at first", unit: "MiB", isBetter: "less" },
  { name: "busyMiB", title: "resident memory in the end", unit: "MiB", isBetter: "less" },
] as const;

const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const spreadText = ({ median, min, max }: Spread) =>
  `${number.format(median)} (${number.format(min)} … ${number.format(max)})`;

const found = await findParties();
for (const each of found) {
  console.log(each.kind === "found" ? `${each.party.name}: ${each.party.version}` : `${each.name}: ${each.reason}`);
}
const parties = found.flatMap((each) => (each.kind === "found" ? [each.party] : []));
const chosen = parties.filter(({ name }) => options.only === undefined || name === options.only || name === "embedded");
const rounds = new Map<Party, Figures[]>(chosen.map((party) => [party, []]));
for (let round = 1; round <= Number(options.rounds); round++) {
  for (const [party, figures] of rounds) {
    console.log(`round ${round}: ${party.name}`);
    try {
      figures.push(await measure(party));
    } catch (error) {
      console.log(`    ${(error as Error).message}`);
    }
  }
}

const results = kinds.map(({ name, title, unit, isBetter }) => {
  const rows = chosen.flatMap((party) => {
    const values = (rounds.get(party) ?? []).flatMap((figures) => figures[name] ?? []);
    return values.length === 0 ? [] : [{ party: party.name, spread: spreadOf(values) }];
  });
  const [own] = rows;
  return {
    name,
    title,
    unit,
    rows: rows.map((row) => {
      const ratio = own === undefined ? Number.NaN : row.spread.median / own.spread.median;
      // How many times as good the embedded AWS is.
      return { ...row, embeddedIsBetterBy: isBetter === "less" ? ratio : 1 / ratio };
    }),
  };
});

for (const { title, unit, rows } of results) {
  console.log(`\n${title}, ${unit}: median (least … most)`);
  for (const { party, spread, embeddedIsBetterBy } of rows) {
    const ratio = party === "embedded" ? "" : `  embedded is ${number.format(embeddedIsBetterBy)} times as good`;
    console.log(`  ${party.padEnd(13)} ${spreadText(spread).padEnd(32)}${ratio}`);
  }
}
for (const party of chosen) {
  const failure = rounds.get(party)?.find(({ flowFailure }) => flowFailure !== undefined)?.flowFailure;
  if (failure !== undefined) console.log(`\n${party.name} does not deliver: ${failure}`);
}
if (options.json !== undefined) {
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  const versions = parties.map(({ name, version }) => ({ name, version }));
  const data = { at: new Date().toISOString(), machine, versions, rounds: Number(options.rounds), results };
  await writeFile(options.json, `${JSON.stringify(data, undefined, 2)}\n`);
}
