import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** Processes of one module that have loaded everything and wait for their order: the next loads while one works. */
export class Standby implements Disposable {
  readonly #module: string;
  #next: ChildProcess;

  constructor(module: string) {
    this.#module = module;
    this.#next = start(module);
  }

  /** Gives one its order, when it is ready. */
  async begin(order: object): Promise<ChildProcess> {
    const child = this.#next;
    this.#next = start(this.#module);
    await readiness.get(child);
    child.send(order);
    return child;
  }

  [Symbol.dispose](): void {
    this.#next.kill();
  }
}

const readiness = new WeakMap<ChildProcess, Promise<unknown>>();

function start(module: string): ChildProcess {
  const child = fork(module, { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
  readiness.set(child, once(child, "message"));
  return child;
}
