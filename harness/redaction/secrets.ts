import { formsOf } from "./forms.ts";
import { redacted, redactShapes } from "./shapes.ts";

/** Shorter ones are ordinary words, such as LocalStack's `test`, and hide nothing. */
const shortest = 12;
/** How much of a secret counts as the secret: reports cut what is long. */
const recognized = 16;
/** By how many characters forms are found. */
const keyLength = 8;

/** What is known to be secret, and how to take it out of a text. */
export class Secrets {
  readonly #known = new Set<string>();
  readonly #formsByBeginning = new Map<string, string[]>();

  constructor(secrets: readonly string[] = []) {
    for (const each of secrets) this.add(each);
  }

  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < shortest || this.#known.has(secret)) return;
    this.#known.add(secret);
    for (const form of formsOf(secret)) {
      const beginning = form.slice(0, keyLength);
      const forms = this.#formsByBeginning.get(beginning);
      if (forms === undefined) this.#formsByBeginning.set(beginning, [form]);
      else forms.push(form);
    }
  }

  /**
   * `text` with `[redacted]` in place of each secret that is known, in any of its forms, and of what looks like one. A
   * text without any is answered as it is; redacting twice is redacting once.
   */
  redact(text: string): string {
    if (text.length < keyLength) return text;
    return redactEncoded(this.#redactPlain(text), (decoded) => this.#redactPlain(decoded) !== decoded);
  }

  #redactPlain(text: string): string {
    return redactShapes(this.#redactKnown(text));
  }

  #redactKnown(text: string): string {
    if (this.#known.size === 0) return text;
    const kept: string[] = [];
    let keptUntil = 0;
    for (let at = 0; at <= text.length - keyLength; ) {
      const length = this.#secretLengthAt(text, at);
      if (length === 0) {
        at++;
        continue;
      }
      kept.push(text.slice(keptUntil, at), redacted);
      at += length;
      keptUntil = at;
    }
    return kept.length === 0 ? text : kept.join("") + text.slice(keptUntil);
  }

  /** How many characters at a position belong to a secret. */
  #secretLengthAt(text: string, at: number): number {
    const forms = this.#formsByBeginning.get(text.slice(at, at + keyLength)) ?? [];
    let longest = 0;
    for (const form of forms) {
      const length = commonLength(text, at, form);
      if (length >= Math.min(recognized, form.length)) longest = Math.max(longest, length);
    }
    return longest;
  }
}

function commonLength(text: string, at: number, form: string): number {
  let length = 0;
  while (length < form.length && text.charCodeAt(at + length) === form.charCodeAt(length)) length++;
  // Half of an escape sequence would leave a text that cannot be read.
  while (length < form.length && /[\\%]/.test(form.charAt(length - 1))) length--;
  return length;
}

const base64Run = /[A-Za-z0-9+/_-]{32,}={0,2}/g;

/** Base64 in which something secret-shaped is, which no list of forms can have. What stands before a run may adhere to it. */
function redactEncoded(text: string, isSecret: (decoded: string) => boolean): string {
  return text.replace(base64Run, (run) => {
    const hides = [0, 1, 2, 3].some((from) => {
      const decoded = Buffer.from(run.slice(from), "base64").toString("latin1");
      return isText(decoded) && isSecret(decoded);
    });
    return hides ? redacted : run;
  });
}

/** Ids and hashes decode to noise, in which nothing is to be found. */
function isText(decoded: string): boolean {
  return /[\x20-\x7e]{24}/.test(decoded);
}
