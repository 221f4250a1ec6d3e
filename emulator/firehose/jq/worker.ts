/**
 * Runs jq in a thread of its own, which its owner ends when it takes too long. A message is `Task`, the answers to it are
 * `Answer`s, one for each input, in order.
 */
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import type { Answer, Task } from "./messages.ts";

/** The part of jq-web that is used: jq itself, compiled to WebAssembly. */
interface Jq {
  /** Throws with what jq wrote to standard error. Undefined where jq printed nothing. */
  raw(input: string, program: string, flags: readonly string[]): string | undefined;
}

const maxMemoryBytes = 256 * 1024 * 1024;

// jq's memory is WebAssembly's own, which a thread's `resourceLimits` do not count.
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65_536 > maxMemoryBytes) throw new RangeError("jq needs too much memory");
  return grow.call(this, pages);
};

// What jq says for people, by `debug` or when it aborts, is not for those who run this program.
process.stdout.write = process.stderr.write = () => true;

const jq = await (createRequire(import.meta.url)("jq-web") as Promise<Jq>);

function answer(program: string, input: string): Answer {
  try {
    return { kind: "results", text: jq.raw(input, program, ["-c"]) ?? "" };
  } catch (error) {
    const said = /^Non-zero exit code: \d+\n(.*)$/s.exec((error as Error).message)?.[1];
    // Whatever else it throws has left jq itself unusable.
    if (said === undefined) throw error;
    return { kind: "error", message: said.trim().replace(/^jq: error(?: \([^)]*\))?(?: \(not a string\))?: /, "") };
  }
}

// Its owner waits for this one, and takes its time.
parentPort?.postMessage("ready");
parentPort?.on("message", ({ program, inputs }: Task) => {
  for (const input of inputs) parentPort?.postMessage(answer(program, input));
});
