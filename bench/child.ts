import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Question, Usage } from "./servers/questions.ts";

/** A server of the bench in a process of its own. */
export interface BenchServer extends AsyncDisposable {
  readonly port: number;
  usage(): Promise<Usage>;
  /** Moves the emulator's clock on and waits for what was due. */
  advance(ms: number): Promise<Usage>;
}

export const serverFile = (name: string) => join(import.meta.dirname, "servers", `${name}.ts`);

export async function startServer(name: "embedded" | `${"bare" | "floor"}-http${1 | 2}`): Promise<BenchServer> {
  const child = fork(serverFile(name), {
    execArgv: [
      "--expose-gc",
      ...(process.env.BENCH_PROF
        ? [
            "--cpu-prof",
            "--cpu-prof-dir",
            process.env.BENCH_PROF,
            "--cpu-prof-interval",
            "200",
            "--cpu-prof-name",
            `${name}.cpuprofile`,
          ]
        : []),
    ],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const { port } = (await nextMessage(child)) as { port: number };
  const ask = async (question: Question) => {
    const answer = nextMessage(child);
    child.send(question);
    return (await answer) as Usage;
  };
  return {
    port,
    usage: () => ask({ kind: "usage" }),
    advance: (ms) => ask({ kind: "advance", ms }),
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.send({ kind: "stop" } satisfies Question);
      await exited;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const onExit = (code: number | null) => ended.abort(new Error(`a server of the bench ended with exit code ${code}`));
  child.once("exit", onExit);
  try {
    const [message] = await once(child, "message", { signal: ended.signal });
    return message;
  } finally {
    child.off("exit", onExit);
  }
}
