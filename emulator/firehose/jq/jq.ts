import { once } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { SystemClock } from "../../model/clock.ts";
import type { Answer, Task } from "./messages.ts";

/** How long a program may take for one input: a thousand times what ordinary ones take. AWS documents no limit. */
const limitMs = 3000;

/** A thread takes the machine's time, whatever the emulator's clock shows. */
const hostClock = new SystemClock(() => {});

/** Of a program that did not end once, further runs are not tried. */
const maxRunaways = 1000;

/**
 * jq in a thread of its own, one for the process, begun with the first program and begun anew after one that did not end or
 * needed too much memory. Nobody else waits for it, and an idle one keeps no process alive. Programs run as they are: one
 * inside another could say what the other does.
 */
class JqThread {
  #worker: Promise<Worker> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #runaways = new Set<string>();

  /** The answers to each input, in order. */
  run(task: Task): Promise<readonly Answer[]> {
    const run = this.#last.then(() => this.#run(task));
    this.#last = run.catch(() => {});
    return run;
  }

  async #run({ program, inputs }: Task): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    while (answers.length < inputs.length) {
      if (this.#runaways.has(program)) {
        answers.push(unended);
        continue;
      }
      const more = await this.#ask({ program, inputs: inputs.slice(answers.length) });
      answers.push(...more.answers);
      if (!more.isStuck) continue;
      if (this.#runaways.size >= maxRunaways) this.#runaways.clear();
      this.#runaways.add(program);
    }
    return answers;
  }

  /** As many answers as there are before the thread is stuck or dies. */
  async #ask(task: Task): Promise<{ readonly answers: readonly Answer[]; readonly isStuck: boolean }> {
    this.#worker ??= startWorker();
    const worker = await this.#worker;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const answers: Answer[] = [];
    const stuck = () => resolve(true);
    let deadline = hostClock.schedule(hostClock.now() + limitMs, stuck);
    const onAnswer = (answer: Answer) => {
      deadline.cancel();
      deadline = hostClock.schedule(hostClock.now() + limitMs, stuck);
      if (answers.push(answer) === task.inputs.length) resolve(false);
    };
    worker.ref();
    worker.on("message", onAnswer).on("exit", stuck);
    worker.postMessage(task);
    const isStuck = await promise;
    deadline.cancel();
    worker.off("message", onAnswer).off("exit", stuck);
    worker.unref();
    if (isStuck) {
      this.#worker = undefined;
      await worker.terminate();
    }
    return { answers, isStuck };
  }
}

/** A thread that has loaded jq. */
async function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url));
  await once(worker, "message");
  // The error of a thread that dies is told by its end.
  return worker.on("error", () => {});
}

const unended: Answer = {
  kind: "error",
  message: `the query does not end within ${limitMs / 1000} s, or needs too much memory`,
};

const thread = new JqThread();

/** What is wrong with a program; undefined where it compiles. It is not run. */
export async function compileProblem(program: string): Promise<string | undefined> {
  const [compiled] = await thread.run({ program, inputs: [""] });
  return compiled?.kind === "error" ? compiled.message : undefined;
}

/** Runs a program for each input, which is one JSON value. */
export function runJq(program: string, inputs: readonly string[]): Promise<readonly Answer[]> {
  return thread.run({ program, inputs });
}
