import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../model/random.ts";

/** The content of a sealed segment, wherever it is. */
export interface Kept {
  read(): Buffer;
  /** Frees memory and file. */
  drop(): void;
}

/** Sealed segments of all streams together hold so much memory; what is older lies in files. */
const memoryBytes = 16 * 1024 * 1024;

/**
 * Keeps sealed segments: the newest in memory, the others each in a file of the temporary folder, so that memory stays
 * flat however many records pass. Written and read at once and not in the background: a segment is 1 MiB and goes no
 * further than the page cache, and a record is never in neither place.
 */
export class Spill {
  readonly #folder: string;
  readonly #random: Random;
  /** Oldest first. */
  readonly #inMemory = new Set<Segment>();
  #bytes = 0;

  constructor(folder: string, random: Random) {
    this.#folder = folder;
    this.#random = random;
  }

  keep(content: Buffer): Kept {
    const segment = new Segment(content, (bytes) => this.#forget(segment, bytes));
    this.#inMemory.add(segment);
    this.#bytes += content.length;
    for (const oldest of this.#inMemory) {
      if (this.#bytes <= memoryBytes) break;
      oldest.moveTo(join(this.#folder, `kinesis-${this.#random.hex(24)}`));
    }
    return segment;
  }

  #forget(segment: Segment, bytes: number): void {
    if (this.#inMemory.delete(segment)) this.#bytes -= bytes;
  }
}

class Segment implements Kept {
  #content: Buffer | undefined;
  #path: string | undefined;
  readonly #onMemoryFreed: (bytes: number) => void;

  constructor(content: Buffer, onMemoryFreed: (bytes: number) => void) {
    this.#content = content;
    this.#onMemoryFreed = onMemoryFreed;
  }

  read(): Buffer {
    if (this.#content !== undefined) return this.#content;
    if (this.#path === undefined) throw new Error("a segment was read after it had been dropped");
    return readFileSync(this.#path);
  }

  moveTo(path: string): void {
    if (this.#content === undefined) return;
    writeFileSync(path, this.#content, { flag: "wx", mode: 0o600 });
    this.#path = path;
    this.#free();
  }

  drop(): void {
    this.#free();
    if (this.#path !== undefined) rmSync(this.#path, { force: true });
    this.#path = undefined;
  }

  #free(): void {
    if (this.#content === undefined) return;
    this.#onMemoryFreed(this.#content.length);
    this.#content = undefined;
  }
}
