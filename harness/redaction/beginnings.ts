import type { Range } from "./ranges.ts";

const shortest = 8;
/** As many count without being cut. */
const longest = 15;
const ellipsis = /…|\.{3}/g;

/** Finds the beginnings of secrets that something cut with an ellipsis. */
export class Beginnings {
  readonly #secrets = new Map<string, string[]>();

  add(secret: string): void {
    const folded = secret.toLowerCase();
    const key = folded.slice(0, shortest);
    const secrets = this.#secrets.get(key);
    if (secrets === undefined) this.#secrets.set(key, [folded]);
    else secrets.push(folded);
  }

  find(text: string): readonly Range[] {
    if (this.#secrets.size === 0) return [];
    return [...text.matchAll(ellipsis)].flatMap(({ index: to }) => {
      const from = this.#beginningBefore(text, to);
      return from === undefined ? [] : [{ from, to }];
    });
  }

  /** Where a beginning starts that ends at a position. */
  #beginningBefore(text: string, to: number): number | undefined {
    const before = text.slice(Math.max(0, to - longest), to).toLowerCase();
    for (let from = 0; from <= before.length - shortest; from++) {
      const secrets = this.#secrets.get(before.slice(from, from + shortest));
      if (secrets?.some((secret) => secret.startsWith(before.slice(from)))) return to - before.length + from;
    }
    return undefined;
  }
}
