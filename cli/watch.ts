import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { watch as watchFolder } from "node:fs";
import { join, relative, resolve as resolvePath, sep } from "node:path";
import type { Streams } from "./streams.ts";

export interface WatchSettings {
  /** Of the command, without `--watch`. */
  readonly argv: readonly string[];
  /** Changes below it count. */
  readonly folder: string;
  /** Files and folders that the command itself writes. */
  readonly except: readonly string[];
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
}

const main = join(import.meta.dirname, `main${import.meta.filename.endsWith(".ts") ? ".ts" : ".js"}`);

/** What people edit: scenarios, policies, templates, plans. */
const edited = /\.(?:[cm]?[jt]s|json|ya?ml|template)$/;
const ignored = ["node_modules", ".git", ".crosscheck"];

/** Editors write a file in several steps. */
const settledMs = 30;

/** Set for a process that loads everything and waits for the word to begin. */
const standingBy = "CROSSCHECK_STANDING_BY";

/**
 * Runs the command now and after each change of a file, each time in a process of its own that reads all files anew. The
 * process of the next run stands by meanwhile with everything loaded that is not the user's, so that a run begins at once.
 * Resolves when the signal aborts; a run that is going on then is interrupted as by Ctrl-C.
 */
export async function watch({ argv, folder, except, write, signal }: WatchSettings): Promise<void> {
  let next = standBy(argv);
  let running: ChildProcess | undefined;
  const run = () => {
    running?.kill("SIGINT");
    const child = next;
    running = child;
    child.once("exit", (code) => {
      if (running !== child) return;
      running = undefined;
      if (!signal.aborted) write(`\nexit code ${code}; waiting for changes below ${folder}, Ctrl-C ends\n`);
    });
    child.send("begin");
    next = standBy(argv);
  };

  let pending: NodeJS.Timeout | undefined;
  const own = except.map((path) => relative(folder, path));
  const watcher = watchFolder(folder, { recursive: true, signal }, (_event, file) => {
    if (file === null || !edited.test(file) || ignored.some((name) => file.split(sep).includes(name))) return;
    if (own.some((path) => file === path || file.startsWith(`${path}${sep}`))) return;
    clearTimeout(pending);
    pending = setTimeout(() => {
      write(`\n${file} has changed\n\n`);
      run();
    }, settledMs);
  });
  run();
  await once(watcher, "close");
  clearTimeout(pending);
  running?.kill("SIGINT");
  next.kill();
}

/** Watches the working directory until Ctrl-C. `argv` is the whole command line. */
export async function watchUntilInterrupted(
  argv: readonly string[],
  outputs: readonly (string | undefined)[],
  { stdout }: Streams,
): Promise<void> {
  const interrupted = new AbortController();
  const end = () => interrupted.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  await watch({
    argv: argv.filter((word) => word !== "--watch"),
    folder: process.cwd(),
    except: outputs.flatMap((path) => (path === undefined ? [] : [resolvePath(path)])),
    write: (text) => stdout.write(text),
    signal: interrupted.signal,
  });
  process.off("SIGINT", end).off("SIGTERM", end);
}

function standBy(argv: readonly string[]): ChildProcess {
  return fork(main, argv, {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, [standingBy]: "1" },
  });
}

/** Resolves at once, or, in a process that stands by, when it is told to begin. */
export async function wordToBegin(): Promise<void> {
  if (process.env[standingBy] === undefined || process.send === undefined) return;
  // Whatever the target is, most of the loading is the SDK's.
  await import("../harness/targets/embedded.ts");
  // Whoever would give it may be gone.
  process.once("disconnect", process.exit);
  await once(process, "message");
  process.off("disconnect", process.exit);
  // A channel that is listened to keeps the process alive.
  process.disconnect();
}
