import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../cli/main.ts");

/** A crosscheck in a process of its own, as a person starts it. */
export interface CrosscheckProcess {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** When it has ended. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** `environment`: beside this process' own, without what that says of AWS. `input`: what it reads of its standard input. */
export function startCrosscheck(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  input?: string,
  workingFolder?: string,
): CrosscheckProcess {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const child = spawn(process.execPath, [main, ...argv], {
    env: { ...Object.fromEntries(own), ...environment },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    ...(workingFolder !== undefined && { cwd: workingFolder }),
  });
  child.stdin?.end(input);
  const written = { stdout: "", stderr: "" };
  child.stdout?.on("data", (text) => {
    written.stdout += text;
  });
  child.stderr?.on("data", (text) => {
    written.stderr += text;
  });
  const ended = once(child, "close").then(([exitCode]) => ({ exitCode: exitCode as number | null, ...written }));
  return { child, stderr: () => written.stderr, ended };
}
