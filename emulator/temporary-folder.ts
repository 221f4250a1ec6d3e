import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** `crosscheck-<host>-<process>-<start>-`: who made the folder, and when, in seconds since the epoch. */
const host = hostname().replaceAll(/[^A-Za-z0-9]/g, "") || "host";
const startedAt = Math.floor(performance.timeOrigin / 1000);

let cleaned: Promise<void> | undefined;

/** A folder of this process alone. What processes of this machine left behind that have died is removed before, once. */
export async function makeTemporaryFolder(): Promise<string> {
  cleaned ??= removeAbandoned(tmpdir());
  await cleaned;
  return mkdtemp(join(tmpdir(), `crosscheck-${host}-${process.pid}-${startedAt}-`));
}

/** Removes the folders of processes that are no more. What cannot be removed, such as another user's, stays. */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const abandoned = names.filter((name) => {
    const [, madeOn, id] = /^crosscheck-([A-Za-z0-9]+)-(\d+)-\d+-\w{6}$/.exec(name) ?? [];
    return madeOn === host && id !== undefined && !isAlive(Number(id));
  });
  await Promise.all(abandoned.map((name) => rm(join(folder, name), { recursive: true, force: true }).catch(() => {})));
}

/** A process of another user is alive, too. */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
