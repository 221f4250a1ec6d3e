import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

export interface StartedProcess extends AsyncDisposable {
  readonly pid: number;
}

export interface ProcessSettings {
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it is started; here unless given. */
  readonly folder?: string;
}

/** Starts a command without its output; disposing ends it and waits. */
export function startProcess(
  command: string,
  argv: readonly string[],
  { environment = {}, folder }: ProcessSettings = {},
): StartedProcess {
  const env = { ...process.env, ...environment };
  const child: ChildProcess = spawn(command, argv, { stdio: "ignore", env, cwd: folder });
  const ended = once(child, "close");
  if (child.pid === undefined) throw new Error(`${command} could not be started`);
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Resident memory of a process and all its descendants, by proc(5). */
export async function residentMiBOf(pid: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "") : "";
    // The command in parentheses may hold spaces; the parent's id is the second field behind it.
    if (stat !== "") parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isInTree = (each: number): boolean => each === pid || (parents.has(each) && isInTree(parents.get(each) ?? 0));
  let kibibytes = 0;
  for (const each of [...parents.keys()].filter(isInTree)) {
    const status = await readFile(`/proc/${each}/status`, "utf8").catch(() => "");
    kibibytes += Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  }
  return kibibytes / 1024;
}
