import type { Fact } from "../../result.ts";

/** How many calls a run made, by account and operation. */
export class Tally {
  readonly #calls = new Map<string, Map<string, number>>();

  /** `account`: `A`. `operation`: `s3:CreateBucket`. */
  count(account: string, operation: string): void {
    const calls = this.#calls.get(account) ?? new Map<string, number>();
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    this.#calls.set(account, calls);
  }

  facts(): readonly Fact[] {
    return [...this.#calls].sort().map(([account, calls]) => {
      const sum = (pattern: RegExp) =>
        [...calls].filter(([operation]) => pattern.test(operation)).reduce((total, [, count]) => total + count, 0);
      const all = sum(/./);
      const lists = sum(/^s3:ListObject/);
      return {
        name: `account ${account}`,
        value: `${all} ${all === 1 ? "call" : "calls"}, ${lists} of them lists of objects`,
      };
    });
  }
}
