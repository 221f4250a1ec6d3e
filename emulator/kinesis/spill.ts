import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../model/random.ts";
import { segmentBytes } from "./segment.ts";

/** The content of a sealed segment, wherever it is. */
export interface Kept {
  read(): Buffer;
  /** Frees memory and file. */
  drop(): void;
}

/** Sealed segments of all streams together hold so much memory; what is older lies in files. */
const memoryBytes = 16 * 1024 * 1024;
const maxSpare = 16;

/**
 * Keeps sealed segments: the newest in memory, the others each in a file of the temporary folder, so that memory stays
 * flat however many records pass. Written and read at once and not in the background: a segment is 256 KiB and goes no
 * further than the page cache, and a record is never in neither place. What the disk does not take stays in memory.
 */
export class Spill {
  readonly #folder: string;
  readonly #random: Random;
  /** Oldest first. */
  readonly #inMemory = new Set<Segment>();
  /** Buffers whose content has gone to a file: taken up again, a steady stream of records allocates nothing. */
  readonly #spare: Buffer[] = [];
  #bytes = 0;

  constructor(folder: string, random: Random) {
    this.#folder = folder;
    this.#random = random;
  }

  /** A buffer for a segment that grows large; whatever it held before is still in it. */
  wholeBuffer(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(segmentBytes);
  }

  /** Takes over `content`. */
  keep(content: Buffer): Kept {
    const segment = new Segment(content, (freed) => this.#freed(segment, freed));
    this.#inMemory.add(segment);
    this.#bytes += content.buffer.byteLength;
    for (const oldest of this.#inMemory) {
      if (this.#bytes <= memoryBytes) break;
      const isMoved = oldest.moveTo(join(this.#folder, `kinesis-${this.#random.hex(24)}`));
      if (!isMoved) break;
    }
    return segment;
  }

  #freed(segment: Segment, { buffer }: Buffer): void {
    this.#inMemory.delete(segment);
    this.#bytes -= buffer.byteLength;
    if (buffer.byteLength === segmentBytes && this.#spare.length < maxSpare) this.#spare.push(Buffer.from(buffer));
  }
}

class Segment implements Kept {
  #content: Buffer | undefined;
  #path: string | undefined;
  /** Is handed what was freed: a reference of its own would keep it. */
  readonly #onFreed: (content: Buffer) => void;

  constructor(content: Buffer, onFreed: (content: Buffer) => void) {
    this.#content = content;
    this.#onFreed = onFreed;
  }

  read(): Buffer {
    if (this.#content !== undefined) return this.#content;
    if (this.#path === undefined) throw new Error("a segment was read after it had been dropped");
    return readFileSync(this.#path);
  }

  /** Whether the content is in the file now. It stays in memory where the disk is full, or takes no files. */
  moveTo(path: string): boolean {
    if (this.#content === undefined) return true;
    try {
      writeFileSync(path, this.#content, { flag: "wx", mode: 0o600 });
    } catch {
      rmSync(path, { force: true });
      return false;
    }
    this.#path = path;
    this.#free();
    return true;
  }

  drop(): void {
    this.#free();
    if (this.#path !== undefined) rmSync(this.#path, { force: true });
    this.#path = undefined;
  }

  #free(): void {
    const content = this.#content;
    if (content === undefined) return;
    this.#content = undefined;
    this.#onFreed(content);
  }
}
