import { readFile } from "node:fs/promises";
import { hostname } from "node:os";

/** Label of every container that this project starts: which process of which machine it belongs to. */
export const ownerLabel = "io.github.firehose-crosscheck.owner";

/** `<host>/<pid>/<start of that process>`: a process id alone may be another process by now. */
export async function ownerOf(pid: number): Promise<string> {
  return `${hostname()}/${pid}/${await startOf(pid)}`;
}

/** Whether the process that an owner label names still runs. Another machine's containers are not ours to judge: alive. */
export async function isAlive(owner: string): Promise<boolean> {
  const [host, pidText, started] = owner.split("/");
  const pid = Number(pidText);
  if (host !== hostname() || !Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return (await startOf(pid)) === started;
}

/** Linux tells when a process started (proc(5), field 22 of `stat`); elsewhere the id has to do. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The command in parentheses may hold spaces and parentheses of its own.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "unknown";
  } catch {
    return "unknown";
  }
}
