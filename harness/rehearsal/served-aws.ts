import { spawn } from "node:child_process";
import { once } from "node:events";
import { TargetError } from "../target-error.ts";

/** An embedded AWS in a process of its own. Releasing it ends the process. */
export interface ServedAws extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts `crosscheck serve` and resolves when it is ready. `program`: what starts crosscheck, `node cli/main.js`. Rejects
 * with a `TargetError` that has what it printed where it does not get ready.
 */
export async function startServedAws(
  [file = "", ...program]: readonly string[],
  options: readonly string[],
): Promise<ServedAws> {
  const child = spawn(file, [...program, "serve", ...options], {
    // A signal for this process' group is not for it: it is needed until everything is removed.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  const release = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  let output = "";
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text) => {
      output += text;
      const [, url] = /^ready (\S+)\n/.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.stderr.on("data", (text) => {
      output += text;
    });
    child.on("error", (error) => reject(new TargetError(`crosscheck serve does not start: ${error.message}`)));
    child.on("close", (code) => reject(new TargetError(`crosscheck serve ended with ${code}: ${output.trim()}`)));
  });
  const killed = () => child.kill("SIGKILL");
  // Also where this process is ended at once.
  process.once("exit", killed);
  return {
    url: await ready,
    async [Symbol.asyncDispose]() {
      process.off("exit", killed);
      await release();
    },
  };
}
