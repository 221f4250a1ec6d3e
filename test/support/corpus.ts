import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ReadSettings } from "../../check/read/inputs.ts";

export const corpusFolder = resolve(import.meta.dirname, "../corpus");

/** What a configuration of the corpus must be found to be. */
export interface Expected {
  /** What it is an example of, as half a sentence. */
  readonly shows: string;
  /** The inputs, below its folder; the folder itself unless given. */
  readonly inputs?: readonly string[];
  /** What is given besides the inputs. */
  readonly settings?: ReadSettings;
  readonly verdict: "works" | "broken" | "inconclusive";
  /** Who owns the object that arrives. */
  readonly owner?: "A" | "B";
  readonly cause?: {
    readonly kind: string;
    readonly action: string;
    readonly code: string;
    /** The sides that said no: `B: resource of arn:aws:s3:::b-landing`. */
    readonly refusedBy: readonly string[];
  };
  /** What was taken for the same, with the places below its folder. */
  readonly assumes?: readonly string[];
  /** What repairs it, as imperatives. */
  readonly repair?: readonly string[];
  /** What a person has to decide on, for the repair does it too: a clause each. */
  readonly sideEffects?: readonly string[];
  /** Whether it works then, where that is not known. */
  readonly repaired?: "inconclusive";
  /** What is listed as not checked. */
  readonly notChecked?: readonly string[];
  /** What is not well and loses nothing. */
  readonly warnings?: readonly string[];
}

export interface CorpusEntry {
  readonly name: string;
  readonly folder: string;
  readonly inputs: readonly string[];
  readonly expected: Expected;
}

export function corpus(): readonly CorpusEntry[] {
  return readdirSync(corpusFolder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => {
      const folder = join(corpusFolder, name);
      const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected;
      return { name, folder, inputs: (expected.inputs ?? ["."]).map((input) => placed(folder, input)), expected };
    });
}

/** The entry of that name. Throws a `RangeError` where there is none. */
export function corpusEntry(name: string): CorpusEntry {
  const entry = corpus().find((each) => each.name === name);
  if (entry === undefined) throw new RangeError(`there is no ${name} in the corpus`);
  return entry;
}

/** An input in a folder; `A=` stays before it. */
export function placed(folder: string, input: string): string {
  const [, side = "", path = ""] = /^([AB]=)?(.*)$/s.exec(input) ?? [];
  return `${side}${join(folder, path)}`;
}
