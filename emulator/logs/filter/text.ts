import { notImplemented } from "../../model/service-error.ts";
import { invalidPattern, type Matcher } from "./matcher.ts";

interface Term {
  readonly kind: "required" | "optional" | "excluded";
  readonly text: string;
}

/**
 * Terms of unstructured text: all of `one two`, any of `?one ?two`, none of `-one`; phrases in quotes. Terms are whole
 * words and case counts. `?` beside other terms is ignored.
 * Source: CloudWatch Logs User Guide, "Using filter patterns to match terms in unstructured log events". That words are
 * matched whole is not documented there; we choose it, for that parts of words need a regular expression is.
 */
export function textMatcher(pattern: string): Matcher {
  const terms = readTerms(pattern);
  const required = matchersOf(terms, "required");
  const excluded = matchersOf(terms, "excluded");
  const optional = required.length + excluded.length === 0 ? matchersOf(terms, "optional") : [];
  return (message) =>
    required.every((matches) => matches(message)) &&
    !excluded.some((matches) => matches(message)) &&
    (optional.length === 0 || optional.some((matches) => matches(message)));
}

function matchersOf(terms: readonly Term[], kind: Term["kind"]): readonly Matcher[] {
  return terms
    .filter((term) => term.kind === kind)
    .map(
      ({ text }) =>
        (message) =>
          containsWord(message, text),
    );
}

/** Whether `text` stands in the message with no letter or digit glued to it. */
function containsWord(message: string, text: string): boolean {
  for (let at = message.indexOf(text); at >= 0; at = message.indexOf(text, at + 1)) {
    if (!isGlued(message, at - 1, at) && !isGlued(message, at + text.length - 1, at + text.length)) return true;
  }
  return text === "";
}

function isGlued(message: string, before: number, after: number): boolean {
  return isWord(message[before]) && isWord(message[after]);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

const termForm = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;

function readTerms(pattern: string): readonly Term[] {
  const terms: Term[] = [];
  const text = pattern.trimEnd();
  termForm.lastIndex = 0;
  while (termForm.lastIndex < text.length) {
    const [, sign, quoted, bare] = termForm.exec(text) ?? throwInvalid();
    if (bare?.startsWith("%") === true) throw notImplemented("A regular expression in a filter pattern");
    // Source: the same page: terms with other than letters, digits and underscores stand in quotes.
    if (bare !== undefined && !/^[\p{L}\p{N}_]+$/u.test(bare)) throwInvalid();
    const kind = sign === "?" ? "optional" : sign === "-" ? "excluded" : "required";
    terms.push({ kind, text: bare ?? (quoted ?? "").replace(/\\(.)/g, "$1") });
  }
  return terms;
}

function throwInvalid(): never {
  throw invalidPattern();
}
