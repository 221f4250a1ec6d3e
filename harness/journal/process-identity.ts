import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** What tells a process from every other, also from a later one that got its number. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** As the operating system tells it, in its own format; null where it does not. */
  readonly processStartedAt: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, processStartedAt: processStart(process.pid) };
}

/**
 * `unknown` for a process of another machine. Where the operating system does not tell when processes started, one with
 * the same number passes for the same: taking a stranger for the run delays a sweep, the opposite breaks a run.
 */
export function lifeOf({ host, pid, processStartedAt }: ProcessIdentity): "alive" | "gone" | "unknown" {
  if (host !== hostname()) return "unknown";
  if (!exists(pid)) return "gone";
  const started = processStart(pid);
  return processStartedAt === null || started === null || started === processStartedAt ? "alive" : "gone";
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Numbers start anew with each boot, and so do the ticks that Linux counts a process's start in. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in parentheses may hold spaces and parentheses itself. Source: proc_pid_stat(5), starttime is field 22.
    const fromState = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fromState[22 - 3]}`;
  } catch {
    return processStartByPs(pid);
  }
}

function processStartByPs(pid: number): string | null {
  try {
    const options = { encoding: "utf8", env: { ...process.env, LC_ALL: "C" }, stdio: "pipe" } as const;
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], options).trim() || null;
  } catch {
    return null;
  }
}
