import { knownSecrets } from "../harness/redaction/known-secrets.ts";
import { type Range, withoutRanges } from "../harness/redaction/ranges.ts";

/** What was asked to be written, as it was asked. */
interface Write {
  readonly chunk: string | Uint8Array;
  /** Encoding, callback. */
  readonly more: readonly unknown[];
}

export type WriteThrough = (chunk: string | Uint8Array, ...more: readonly unknown[]) => boolean;

/** How much of what was written is kept to tell what goes on in the next write: a line, encoded. */
const contextLength = 256;
/** As long as a person does not notice that something is held. */
const longestMs = 100;
/** With more it is written, whatever it ends with. */
const mostHeld = 1 << 16;

/**
 * Takes the secrets out of what is written to one stream. A write that ends within a known secret is held until the next one,
 * so that no secret gets out in two pieces; until something else is written to the process' other stream, its time is over or
 * the process ends.
 */
export class HeldOutput {
  readonly #write: WriteThrough;
  readonly #isFull: () => boolean;
  #held: Write[] = [];
  #text = "";
  /** The end of what was written, with its secrets. */
  #context = "";
  #timer: NodeJS.Timeout | undefined;

  /** `isFull`: whether the stream has yet to tell that it takes more. */
  constructor(write: WriteThrough, isFull: () => boolean) {
    this.#write = write;
    this.#isFull = isFull;
  }

  /** As a stream's `write`. */
  write(chunk: string | Uint8Array, more: readonly unknown[]): boolean {
    this.#held.push({ chunk, more });
    this.#text += textOf(chunk, more);
    if (this.#text.length > mostHeld || !knownSecrets.goesOn(`${this.#context}${this.#text}`)) return this.flush();
    this.#timer ??= setTimeout(() => this.flush(), longestMs);
    return !this.#isFull();
  }

  /** Writes what is held. */
  flush(): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [held, text, context] = [this.#held, this.#text, this.#context];
    [this.#held, this.#text] = [[], ""];
    if (held.length === 0) return !this.#isFull();
    this.#context = `${context}${text}`.slice(-contextLength);
    const found = after(context.length, knownSecrets.find(`${context}${text}`));
    return found.length === 0 ? this.#writeAll(held) : this.#writeInstead(held, withoutRanges(text, found));
  }

  #writeAll(writes: readonly Write[]): boolean {
    return writes.map(({ chunk, more }) => this.#write(chunk, ...more)).every(Boolean);
  }

  /** One text in place of all, whose callbacks are called with what it comes to. */
  #writeInstead(writes: readonly Write[], text: string): boolean {
    const callbacks = writes.flatMap(({ more }) => more.filter((each) => typeof each === "function"));
    return callbacks.length === 0
      ? this.#write(text)
      : this.#write(text, (...result: readonly unknown[]) => {
          for (const callback of callbacks) callback(...result);
        });
  }
}

/** The parts of ranges from a position on, counted from there. */
function after(position: number, ranges: readonly Range[]): readonly Range[] {
  return ranges
    .filter(({ to }) => to > position)
    .map(({ from, to }) => ({ from: Math.max(0, from - position), to: to - position }));
}

function textOf(chunk: string | Uint8Array, [encoding]: readonly unknown[]): string {
  if (typeof chunk !== "string") return Buffer.from(chunk).toString();
  return typeof encoding === "string" && /^(?:hex|base64|base64url|latin1|binary|utf16le|ucs2)$/.test(encoding)
    ? Buffer.from(chunk, encoding as BufferEncoding).toString()
    : chunk;
}
