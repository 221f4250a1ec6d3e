/**
 * `npm run soak -- [--minutes 60] [--seed 1]`: `crosscheck serve` under a gentle load on 127.0.0.1, with producers and the
 * server itself killed, a full disk, a bucket policy that breaks and is repaired, and jumps of the clock. Every record that
 * was acknowledged must be delivered while the server lives, its memory must not grow, and nothing of a killed server may
 * be left. Prints its figures; exit code 1 where one of these fails.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { SmallDisk } from "./disk.ts";
import { accountA, accountB, Flow } from "./flow.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const minutes = Number(values.minutes);
const lives = Math.max(2, Math.round(minutes / 15));
const lifeMs = (minutes * 60_000) / lives;
const roundMs = 1500;
const pauseMs = 250;
const mostGrowth = 1.2;

/** mulberry32: the same run again by its seed. */
let state = Number(values.seed);
function chance(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

const figures = {
  ...{ acknowledged: 0, delivered: 0, lost: 0, repeated: 0, refused: 0 },
  ...{ producersKilled: 0, serversKilled: 0, disksFilled: 0, writesRefused: 0, policiesBroken: 0, foldersLeft: 0 },
  clockMs: 0,
  resident: [] as number[][],
};

const root = join(import.meta.dirname, "../..");
const disk = new SmallDisk(96);
const accountsFile = join(disk.path, "accounts.json");

interface Server {
  readonly process: ChildProcess;
  readonly url: string;
}

async function serve(): Promise<Server> {
  writeFileSync(accountsFile, JSON.stringify([accountA, accountB]));
  const parameters = ["cli/main.ts", "serve", "--port", "0", "--virtual-clock", "--accounts", accountsFile];
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    env: { ...process.env, TMPDIR: disk.path },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    return { process: child, url };
  }
  throw new Error("serve ended before it said where it listens");
}

async function advance({ url }: Server, seconds: number): Promise<void> {
  const answer = await fetch(`${url}/_crosscheck/clock?advance=${seconds}s`, { method: "POST" });
  if (!answer.ok) throw new Error(`the clock: ${answer.status} ${await answer.text()}`);
  figures.clockMs += seconds * 1000;
}

function residentMiB({ process: { pid } }: Server): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

/** Numbers that were acknowledged and have not been delivered yet, of one server's life. */
const awaited = new Set<number>();
let next = 1;

function produce({ url }: Server): ChildProcess {
  const first = next;
  next += 1_000_000;
  const producer = spawn(process.execPath, ["test/soak/producer.ts", url, `${first}`, `${pauseMs}`], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  createInterface({ input: producer.stdout }).on("line", (line) => {
    const [from = 0, to = -1, ...refused] = line.split(" ").map(Number);
    for (let number = from; number <= to; number++) if (!refused.includes(number)) awaited.add(number);
    figures.acknowledged += to - from + 1 - refused.length;
    figures.refused += refused.length;
  });
  return producer;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
}

const seen = new Set<number>();

function count(numbers: readonly number[]): void {
  for (const number of numbers) {
    if (seen.has(number)) figures.repeated++;
    else figures.delivered++;
    seen.add(number);
    awaited.delete(number);
  }
}

async function live(server: Server): Promise<void> {
  const flow = new Flow(server.url);
  await flow.create();
  await advance(server, 60);
  await flow.connect();
  await advance(server, 60);
  const resident: number[] = [];
  figures.resident.push(resident);
  let producer = produce(server);
  const endMs = Date.now() + lifeMs;
  while (Date.now() < endMs) {
    await setTimeout(roundMs);
    if (chance() < 0.08) {
      await kill(producer);
      figures.producersKilled++;
      producer = produce(server);
    }
    if (disk.canBeFilled && chance() < 0.04) {
      disk.fill();
      figures.disksFilled++;
      await flow.writeLarge(20).catch(() => figures.writesRefused++);
      await setTimeout(roundMs);
      await advance(server, 30);
      disk.empty();
    }
    if (chance() < 0.04) {
      await flow.deny();
      figures.policiesBroken++;
      await advance(server, 600);
      await flow.allow();
    }
    await advance(server, Math.ceil(chance() < 0.05 ? chance() * 6 * 3600 : chance() * 300));
    await flow.writeLarge(2);
    count(await flow.collect());
    resident.push(residentMiB(server));
  }
  await kill(producer);
  // The longest pause between two tries of a delivery that failed, and the buffering interval.
  await advance(server, 3 * 3600);
  count(await flow.collect());
  figures.lost += awaited.size;
  awaited.clear();
  seen.clear();
  flow.close();
}

/** Folders in the temporary folder that belong to another process than this one. */
function foldersOfOthers({ process: { pid } }: Server): readonly string[] {
  return readdirSync(disk.path).filter((name) => name.startsWith("crosscheck-") && !name.includes(`-${pid}-`));
}

const median = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other)[numbers.length >> 1] ?? 0;

/** Of each life: the median of its last third over that of its second, when all is warm. */
function growths(): readonly number[] {
  return figures.resident.map((samples) => {
    const third = Math.floor(samples.length / 3);
    return median(samples.slice(2 * third)) / median(samples.slice(third, 2 * third));
  });
}

let server = await serve();
try {
  for (let life = 1; life <= lives; life++) {
    await live(server);
    const growth = growths().at(-1) ?? Number.NaN;
    const megabytes = Math.round(Math.max(...(figures.resident.at(-1) ?? [])));
    process.stdout.write(
      `life ${life} of ${lives}: ${figures.delivered} delivered, ${figures.lost} lost, at most ${megabytes} MiB, growth ${growth.toFixed(2)}\n`,
    );
    await kill(server.process);
    figures.serversKilled++;
    if (life === lives) break;
    server = await serve();
    figures.foldersLeft += foldersOfOthers(server).length;
  }
} finally {
  server.process.kill("SIGKILL");
  disk.remove();
}

const growth = Math.max(...growths());
const rows: readonly (readonly [string, string | number])[] = [
  ["minutes", minutes],
  ["records acknowledged", figures.acknowledged],
  ["delivered once or more", figures.delivered],
  ["of these again", figures.repeated],
  ["lost", figures.lost],
  ["records refused", figures.refused],
  ["producers killed", figures.producersKilled],
  ["servers killed", figures.serversKilled],
  ["folders of killed servers left", figures.foldersLeft],
  ["disks filled", disk.canBeFilled ? figures.disksFilled : "not tried: a small disk needs root"],
  ["large writes refused then", figures.writesRefused],
  ["policies broken and repaired", figures.policiesBroken],
  ["hours on the clock", (figures.clockMs / 3_600_000).toFixed(1)],
  ["most resident memory, MiB", Math.round(Math.max(...figures.resident.flat()))],
  [`growth from a life's second third to its last (at most ${mostGrowth})`, growth.toFixed(2)],
];
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(66)} ${value}\n`);
process.exitCode = figures.lost > 0 || figures.foldersLeft > 0 || growth > mostGrowth ? 1 : 0;
