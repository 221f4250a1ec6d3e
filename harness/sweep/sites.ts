import { type AccountClients, type ClientAccess, clientsFor } from "../clients.ts";
import type { TargetTime } from "../target.ts";
import { throttlingPlugin } from "../targets/aws/throttling.ts";
import type { Site } from "./inventory.ts";

/** One of the two accounts, and how to act in it. */
export interface SweepAccount {
  readonly id: string;
  readonly access: ClientAccess;
}

/** The accounts in all regions that are asked for; what is throttled is tried again. Releasing it ends the clients. */
export class Sites implements Disposable {
  readonly #time: TargetTime;
  readonly #clients = new Map<string, AccountClients>();

  constructor(time: TargetTime) {
    this.#time = time;
  }

  of({ id, access }: SweepAccount, region = access.region): Site {
    const key = `${id} ${region}`;
    const known = this.#clients.get(key);
    const plugins = [...(access.plugins ?? []), throttlingPlugin({ time: this.#time, random: Math.random })];
    const clients = known ?? clientsFor({ ...access, region, plugins });
    if (known === undefined) this.#clients.set(key, clients);
    const wait = (ms: number) => this.wait(ms);
    return { accountId: id, region, clients, waiting: { wait, sandbox: { time: this.#time } } };
  }

  wait(ms: number): Promise<void> {
    return this.#time.wait(ms);
  }

  [Symbol.dispose](): void {
    for (const clients of this.#clients.values()) clients[Symbol.dispose]();
  }
}
