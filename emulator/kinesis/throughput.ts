/**
 * What a shard lets through in a second. More than that is let through once, and then paid off: after 10 MiB have been
 * read, 5 s pass until the next read of a limit of 2 MiB/s.
 * Source: Kinesis Data Streams Developer Guide, "Quotas and limits".
 */
export interface Allowance {
  readonly operations: number;
  readonly bytes: number;
}

export const writeAllowance: Allowance = { operations: 1000, bytes: 1024 * 1024 };
export const readAllowance: Allowance = { operations: 5, bytes: 2 * 1024 * 1024 };

const secondMs = 1000;

/** Counts what passes against an allowance, second by second. */
export class Throughput {
  readonly #allowance: Allowance;
  #second = 0;
  #operations = 0;
  #bytes = 0;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Lets `bytes` through and counts them, or says no. What is larger than a whole second's allowance has a second to itself. */
  admits(bytes: number, nowMs: number): boolean {
    this.#moveTo(Math.floor(nowMs / secondMs));
    const isRoom = this.#bytes + bytes <= this.#allowance.bytes || this.#bytes === 0;
    if (!isRoom || this.#operations >= this.#allowance.operations) return false;
    this.#operations += 1;
    this.#bytes += bytes;
    return true;
  }

  /** Lets an operation through of which nobody knows yet how much it will be; `spend` says so afterwards. */
  admitsUnknown(nowMs: number): boolean {
    this.#moveTo(Math.floor(nowMs / secondMs));
    if (this.#bytes >= this.#allowance.bytes || this.#operations >= this.#allowance.operations) return false;
    this.#operations += 1;
    return true;
  }

  spend(bytes: number): void {
    this.#bytes += bytes;
  }

  #moveTo(second: number): void {
    if (second === this.#second) return;
    this.#bytes = Math.max(0, this.#bytes - this.#allowance.bytes * (second - this.#second));
    this.#operations = 0;
    this.#second = second;
  }
}
