import { compareUtf8 } from "./key-order.ts";
import type { ObjectVersion } from "./object.ts";

export interface KeyWatch {
  readonly key: string;
  isChanged: boolean;
}

/** The keys of a bucket with their versions, newest first. Keys are put in order when they are listed, not when put. */
export class ObjectIndex {
  readonly #versions = new Map<string, readonly ObjectVersion[]>();
  #sorted: readonly string[] = [];
  /** Keys that `#sorted` does not have yet. */
  #added: string[] = [];
  #removed = false;
  readonly #watches = new Set<KeyWatch>();

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  versions(key: string): readonly ObjectVersion[] {
    return this.#versions.get(key) ?? [];
  }

  /** The newest version, which may be a delete marker. */
  current(key: string): ObjectVersion | undefined {
    return this.#versions.get(key)?.[0];
  }

  /** Replaces all versions of a key; none removes it. */
  set(key: string, versions: readonly ObjectVersion[]): void {
    for (const watch of this.#watches) if (watch.key === key) watch.isChanged = true;
    this.#store(key, versions);
  }

  /** Notes whether versions of a key are put or removed from now on, until `unwatch`. */
  watch(key: string): KeyWatch {
    const watch = { key, isChanged: false };
    this.#watches.add(watch);
    return watch;
  }

  unwatch(watch: KeyWatch): void {
    this.#watches.delete(watch);
  }

  #store(key: string, versions: readonly ObjectVersion[]): void {
    if (versions.length === 0) {
      if (this.#versions.delete(key)) this.#removed = true;
      return;
    }
    if (!this.#versions.has(key)) this.#added.push(key);
    this.#versions.set(key, versions);
  }

  /** Puts a changed version in the place of the one that it was. */
  replace(version: ObjectVersion, changed: ObjectVersion): void {
    const versions = this.versions(version.key);
    this.#store(
      version.key,
      versions.map((each) => (each === version ? changed : each)),
    );
  }

  /** Every key, in the order of its UTF-8 bytes. */
  sortedKeys(): readonly string[] {
    if (this.#removed) {
      // A key that was removed and put again may stand in both lists.
      this.#sorted = this.#sorted.filter((key) => this.#versions.has(key));
      const known = new Set(this.#sorted);
      this.#added = [...new Set(this.#added)].filter((key) => this.#versions.has(key) && !known.has(key));
      this.#removed = false;
    }
    if (this.#added.length > 0) {
      this.#sorted = merge(this.#sorted, this.#added.sort(compareUtf8));
      this.#added = [];
    }
    return this.#sorted;
  }

  *all(): Iterable<ObjectVersion> {
    for (const versions of this.#versions.values()) yield* versions;
  }
}

function merge(one: readonly string[], other: readonly string[]): readonly string[] {
  const merged: string[] = [];
  let [at, otherAt] = [0, 0];
  for (;;) {
    const [left, right] = [one[at], other[otherAt]];
    if (left === undefined) return merged.concat(other.slice(otherAt));
    if (right === undefined) return merged.concat(one.slice(at));
    if (compareUtf8(left, right) <= 0) {
      merged.push(left);
      at++;
    } else {
      merged.push(right);
      otherAt++;
    }
  }
}
