import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { access, constants, mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { mostBytes } from "../check/read/bounded-file.ts";
import { tell } from "./inert.ts";
import { Interrupt } from "./interrupt.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

/** Ended by a signal while a folder was planned. */
export class PlanInterrupted extends Error {
  override readonly name = "PlanInterrupted";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super("interrupted while a plan was made");
    this.exitCode = exitCode;
  }
}

/**
 * What `terraform show -json` says of the plan of a folder, which is made for this in a file that goes with it. Nothing is
 * applied, no lock is taken and nothing is asked. Rejects with a `UsageError` where there is no plan, and with
 * `PlanInterrupted` on SIGINT and SIGTERM, which end the program that plans.
 */
export async function plannedJson(folder: string, { stderr }: Pick<Streams, "stderr">): Promise<Uint8Array> {
  const program = await programFor(folder);
  await using place = await temporaryPlace();
  using interrupt = new Interrupt({ stderr });
  const file = join(place.path, "plan.bin");
  const run = (...args: readonly string[]) => output({ program, folder, args }, interrupt);
  tell(stderr, `planning ${folder} with ${program}`);
  await run("plan", `-out=${file}`, "-input=false", "-lock=false", "-no-color");
  return await run("show", "-json", "-no-color", file);
}

async function temporaryPlace(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "crosscheck-plan-"));
  const remove = () => rmSync(path, { recursive: true, force: true });
  // A second signal ends the process at once, and a plan can have secrets.
  process.once("exit", remove);
  return {
    path,
    async [Symbol.asyncDispose]() {
      process.off("exit", remove);
      remove();
    },
  };
}

/** The one that the folder was initialised with, or that is there. */
async function programFor(folder: string): Promise<string> {
  const lock = await readFile(join(folder, ".terraform.lock.hcl"), "utf8").catch(() => "");
  const names = await readdir(folder);
  const isOfTofu = lock.includes("registry.opentofu.org") || names.some((name) => /\.tofu(?:\.json)?$/.test(name));
  const programs = isOfTofu ? ["tofu", "terraform"] : ["terraform", "tofu"];
  for (const program of programs) if (await isOnPath(program)) return program;
  throw new UsageError(
    "--plan needs `terraform` or `tofu` on the PATH, and there is neither: install one, or give a plan as `terraform show -json` writes it",
  );
}

async function isOnPath(program: string): Promise<boolean> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, program), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

interface Call {
  readonly program: string;
  readonly folder: string;
  readonly args: readonly string[];
}

async function output({ program, folder, args }: Call, interrupt: Interrupt): Promise<Uint8Array> {
  // A group of its own: it and all that it starts hear of Ctrl-C once, from here.
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TF_IN_AUTOMATION: "1" },
  });
  const ask = () => signalGroup(child, "SIGINT");
  const end = () => signalGroup(child, "SIGKILL");
  interrupt.signal.addEventListener("abort", ask, { once: true });
  process.once("exit", end);
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      collected(child.stdout, end),
      collected(child.stderr, end),
      once(child, "close"),
    ]);
    if (interrupt.exitCode !== undefined) throw new PlanInterrupted(interrupt.exitCode);
    if (stdout === undefined || stderr === undefined) {
      throw new UsageError(`${folder}: \`${program} ${args[0]}\` writes more than ${mostBytes / 1024 / 1024} MiB`);
    }
    if (code !== 0) throw failed({ program, folder, args }, stderr.length > 0 ? stderr : stdout);
    return stdout;
  } finally {
    interrupt.signal.removeEventListener("abort", ask);
    process.off("exit", end);
  }
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** All that is written; undefined where that is more than an input may have. */
async function collected(stream: AsyncIterable<Uint8Array>, end: () => void): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
    else end();
  }
  return length <= mostBytes ? Buffer.concat(chunks) : undefined;
}

/** Of what it says, the last words are the reason. */
const mostLines = 8;

function failed({ program, folder, args: [command] }: Call, said: Uint8Array): UsageError {
  const lines = Buffer.from(said)
    .toString()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours are such.
    .replaceAll(/\u001b\[[0-9;]*m/g, "")
    .split("\n")
    .map((line) => line.replaceAll(/[│╷╵]/g, "").trim())
    .filter((line) => line !== "");
  const text = lines.slice(-mostLines).join(" ");
  const isNew = /\b(?:terraform|tofu) init\b/.test(lines.join(" "));
  const fix = isNew ? `run \`${program} init\` there first` : `correct it, and see \`${program} plan\` there succeed`;
  return new UsageError(`${folder}: \`${program} ${command}\` has failed: ${text}; ${fix}`);
}
