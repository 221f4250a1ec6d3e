import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** `crosscheck serve` as a process of its own. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  /** Everything that it has printed so far. */
  readonly output: () => string;
  /** Resolves when it has printed what matches. */
  printed(pattern: RegExp): Promise<void>;
  /** Sends the signal and resolves with the exit code. */
  stop(signal?: "SIGTERM" | "SIGINT"): Promise<number | null>;
}

const main = join(import.meta.dirname, "..", "..", "cli", "main.ts");

/** Starts it on a free port and resolves when it is ready; rejects with what it printed where it does not get ready. */
export async function serve(...options: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [main, "serve", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close").then(([code]) => code as number | null);
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text) => {
      output += text;
      const [, ready] = /^ready (\S+)\n/.exec(output) ?? [];
      if (ready !== undefined) resolve(ready);
    });
    child.stderr.on("data", (text) => {
      output += text;
    });
    void ended.then((code) => reject(new Error(`crosscheck serve ended with ${code}: ${output}`)));
  });
  const stop = async (signal: "SIGTERM" | "SIGINT" = "SIGTERM") => {
    child.kill(signal);
    return ended;
  };
  return {
    url,
    output: () => output,
    async printed(pattern) {
      while (!pattern.test(output)) await once(child.stdout, "data");
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
