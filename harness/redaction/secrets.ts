import { Beginnings } from "./beginnings.ts";
import { expandedFrom } from "./compressed.ts";
import { type Decoded, decodedFrom } from "./decoders.ts";
import { unescaped } from "./escapes.ts";
import { folded, folds, unfolded } from "./fold.ts";
import { Parts, recognized, recognizedEncoded } from "./parts.ts";
import { merged, type Range, withoutRanges } from "./ranges.ts";
import { asWritten, type Reading } from "./reading.ts";
import { findShapes } from "./shapes.ts";
import { Strands } from "./strands.ts";

/** Shorter ones are ordinary words, such as LocalStack's `test`, and hide nothing. */
const shortest = 12;
/** How often something may be encoded that was encoded. */
const depth = 4;

/** How much of what a text has encoded is looked into: what goes beyond counts as secret. */
interface Budget {
  left: number;
}

/** What is known to be secret, and how to take it out of a text. */
export class Secrets {
  readonly #known = new Set<string>();
  readonly #parts = folds.map((fold) => ({ fold, parts: new Parts() }));
  readonly #beginnings = new Beginnings();
  readonly #strands = new Strands();

  constructor(secrets: readonly string[] = []) {
    for (const each of secrets) this.add(each);
  }

  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < shortest || isPublic(secret) || this.#known.has(secret)) return;
    this.#known.add(secret);
    this.#beginnings.add(secret);
    this.#strands.add(secret);
    for (const { text } of readingsOf(secret))
      for (const { fold, parts } of this.#parts) {
        const { codes } = folded(text, fold);
        if (codes.length < fold.fewest) continue;
        parts.add(codes);
        parts.add(codes.toReversed());
      }
  }

  /**
   * `text` with `[redacted]` in place of each part of a secret that is known, however it is encoded or broken into pieces,
   * and of what looks like a secret. A text without any is answered as it is; redacting twice is redacting once.
   */
  redact(text: string): string {
    return withoutRanges(text, this.find(text));
  }

  /** Where a text has what `redact` takes out. */
  find(text: string): readonly Range[] {
    if (text.length < shortest) return this.#beginnings.find(text);
    return merged(this.#find(text, depth, { left: 6 * text.length + (1 << 20) }));
  }

  /** Whether a text ends within a secret, so that what follows it may be the rest. */
  goesOn(text: string): boolean {
    return this.#strands.goesOn(text);
  }

  #find(text: string, deeper: number, budget: Budget): readonly Range[] {
    const readings = readingsOf(text);
    const plain = [...findShapes(text), ...readings.flatMap((reading) => this.#findKnown(reading, deeper))];
    const decoded = readings.at(-1);
    return deeper === 0 || decoded === undefined
      ? plain
      : [...plain, ...this.#findEncoded(decoded, deeper - 1, budget)];
  }

  #findKnown(reading: Reading, deeper: number): readonly Range[] {
    if (this.#known.size === 0) return [];
    const fewest = deeper === depth ? recognized : recognizedEncoded;
    const cut = this.#beginnings.find(reading.text).map((range) => sourceOf(reading, range));
    const parts = this.#parts.flatMap(({ fold, parts }) => {
      const text = folded(reading.text, fold);
      return parts.find(text.codes, fewest).map((part) => sourceOf(reading, unfolded(reading.text, text, part)));
    });
    return [...cut, ...parts];
  }

  #findEncoded(reading: Reading, deeper: number, budget: Budget): readonly Range[] {
    const found: Range[] = [];
    for (const decoded of decodedFrom(reading)) {
      found.push(...this.#findDecoded(decoded, deeper, budget));
      for (const each of expandedFrom(decoded, budget.left)) {
        budget.left -= each.text?.length ?? 0;
        found.push(...this.#findDecoded(each, deeper, budget));
      }
    }
    return found;
  }

  #findDecoded({ text, sourceOf }: Decoded, deeper: number, budget: Budget): readonly Range[] {
    if (text !== undefined && !hasWords(text)) return [];
    budget.left -= text?.length ?? 0;
    if (text === undefined || budget.left < 0) return [sourceOf({ from: 0, to: text?.length ?? 0 })];
    return this.#find(text, deeper, budget).map(sourceOf);
  }
}

/** As it is written; then, where it has escapes, as it reads. */
function readingsOf(text: string): readonly Reading[] {
  const decoded = unescaped(text);
  return decoded === undefined ? [asWritten(text)] : [asWritten(text), decoded];
}

function sourceOf(reading: Reading, { from, to }: Range): Range {
  return { from: reading.startOf(from), to: reading.endOf(to - 1) };
}

/** An account's id, an ARN. */
function isPublic(text: string): boolean {
  return /^(?:\d{12}|arn:[\w-]+:\S*)$/.test(text);
}

/** Ids and hashes decode to noise, in which nothing is to be found. */
function hasWords(decoded: string): boolean {
  return /(?:[\t\n\r\x20-\x7e]\0?){12}/.test(decoded);
}
