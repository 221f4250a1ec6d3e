import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Payload, payloadInFile, payloadOf } from "../model/payload.ts";
import type { Random } from "../model/random.ts";

/**
 * Keeps the bytes of stored objects: in memory up to a budget, the oldest in temporary files beyond it, so that memory
 * does not grow with what a bucket holds.
 */
export class PayloadStore {
  readonly #folder: string;
  readonly #random: Random;
  readonly #budgetBytes: number;
  /** In memory, oldest first. */
  readonly #inMemory = new Set<KeptPayload>();
  #bytes = 0;

  constructor(folder: string, random: Random, budgetBytes = 64 * 1024 * 1024) {
    this.#folder = folder;
    this.#random = random;
    this.#budgetBytes = budgetBytes;
  }

  newFilePath(): string {
    return join(this.#folder, `object-${this.#random.hex(24)}`);
  }

  /** Takes a payload over; a promise only where others must make room. */
  keep(payload: Payload): Payload | Promise<Payload> {
    const bytes = payload.inMemory;
    if (bytes === undefined || payload instanceof KeptPayload) return payload;
    const kept = new KeptPayload(ownBytes(bytes), (freed) => this.#forget(freed));
    this.#inMemory.add(kept);
    this.#bytes += kept.size;
    return this.#bytes > this.#budgetBytes ? this.#makeRoom().then(() => kept) : kept;
  }

  /** A second payload with the same content. */
  async copy(payload: Payload, start = 0, end = payload.size): Promise<Payload> {
    const bytes = payload.inMemory;
    if (bytes !== undefined) return this.keep(payloadOf(bytes.subarray(start, end)));
    const path = this.newFilePath();
    if (payload instanceof KeptPayload && payload.path !== undefined && start === 0 && end === payload.size) {
      await copyFile(payload.path, path);
    } else await writeFile(path, payload.chunks(start, end));
    return payloadInFile(path, end - start);
  }

  async #makeRoom(): Promise<void> {
    for (const oldest of this.#inMemory) {
      if (this.#bytes <= this.#budgetBytes) return;
      this.#forget(oldest);
      await oldest.moveTo(this.newFilePath());
    }
  }

  #forget(payload: KeptPayload): void {
    if (this.#inMemory.delete(payload)) this.#bytes -= payload.size;
  }
}

/** A small body is a slice of a larger read: kept as it is, it would hold on to the whole of it. */
function ownBytes(bytes: Buffer): Buffer {
  return bytes.buffer.byteLength > 2 * bytes.length + 1024 ? Buffer.from(new Uint8Array(bytes).buffer) : bytes;
}

class KeptPayload implements Payload {
  readonly size: number;
  #now: Payload;
  #path: string | undefined;
  #released = false;
  readonly #onRelease: (payload: KeptPayload) => void;

  constructor(bytes: Buffer, onRelease: (payload: KeptPayload) => void) {
    this.size = bytes.length;
    this.#now = payloadOf(bytes);
    this.#onRelease = onRelease;
  }

  get path(): string | undefined {
    return this.#path;
  }

  get inMemory(): Buffer | undefined {
    return this.#now.inMemory;
  }

  bytes(): Promise<Buffer> {
    return this.#now.bytes();
  }

  chunks(start?: number, end?: number): AsyncIterable<Buffer> {
    return this.#now.chunks(start, end);
  }

  async moveTo(path: string): Promise<void> {
    const bytes = this.#now.inMemory;
    if (bytes === undefined) return;
    await writeFile(path, bytes, { mode: 0o600 });
    const moved = payloadInFile(path, this.size);
    if (this.#released) {
      await moved.release();
      return;
    }
    this.#now = moved;
    this.#path = path;
  }

  async release(): Promise<void> {
    this.#released = true;
    this.#onRelease(this);
    await this.#now.release();
  }
}
