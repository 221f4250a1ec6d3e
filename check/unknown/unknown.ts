import { hash } from "node:crypto";
import type { SourceLocation } from "../source.ts";

/**
 * Something that an input does not say: a name that is drawn at deployment, the value of a parameter that was not given.
 * In the texts of a configuration one character, its mark, stands for it. Two uses of one mark are the same text; whether it
 * equals anything else is neither true nor false, and only a world (`world.ts`) puts a value in its place.
 */
export interface Unknown {
  /** One character of Unicode's private plane 15, which no input may contain. */
  readonly mark: string;
  /** A noun phrase: "the name of role `Writer` as deployed". */
  readonly what: string;
  /** What readers see in its place: `Writer-<drawn at deployment>`. */
  readonly shown: string;
  /** An imperative: "give --parameter TopicArn=<value>". */
  readonly settledBy: string;
  /** What on the command line says it: `--parameter TopicArn=<value>`. */
  readonly option?: string;
  /** What it can be, part after part. */
  readonly form: Form;
  /** All that it can be, where the input lists it. */
  readonly choices?: readonly string[];
  /** A text of that form which is in no input; for worlds alone. */
  readonly sample: string;
  /** Set where it stands for texts of a list of which nobody says how many they are. */
  readonly isListed?: true;
  /** `drawn`: by AWS, at deployment. `withheld`: the user could have given it. */
  readonly kind: "drawn" | "withheld";
  /** How a template refers to it, for repairs: `Writer`, `Writer.Arn`. */
  readonly source: SourceLocation;
}

export type Form = readonly FormPart[];

export type FormPart =
  | string
  /** Characters of a class, in the notation of regular expressions: `[A-Z0-9]`. */
  | { readonly characters: string; readonly least: number; readonly most: number }
  /** The text, or as much of its beginning as AWS leaves of it. */
  | { readonly beginningOf: string };

/** Whether it can be any text at all. */
export function isFree({ form: [part, ...others] }: Unknown): boolean {
  return others.length === 0 && typeof part === "object" && "characters" in part && part.characters === "[^]";
}

type Described = Pick<
  Unknown,
  "what" | "shown" | "settledBy" | "option" | "kind" | "source" | "choices" | "isListed"
> & {
  readonly form: Form;
  readonly sampleOf: (draw: string) => string;
};

const firstMark = 0xf0000;
const mostMarks = 0xfffd;

/** Any mark, for searching; global. */
export const anyMark = /[\u{f0000}-\u{ffffd}]/gu;

export function hasMark(text: string): boolean {
  return text.search(anyMark) >= 0;
}

/** Whether a text is unknown as a whole. */
export function isMark(text: string): boolean {
  return [...text].length === 1 && hasMark(text);
}

/** The unknowns of the inputs that are read together. The same key has the same mark. */
export class Unknowns {
  readonly #byKey = new Map<string, Unknown>();
  readonly #byMark = new Map<string, Unknown>();

  /** `key` says what it is, unmistakably among all inputs. */
  mark(key: string, describe: () => Described): string {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known.mark;
    if (this.#byKey.size >= mostMarks) throw new RangeError("an input has more unknown values than can be told apart");
    const { sampleOf, ...described } = describe();
    const mark = String.fromCodePoint(firstMark + this.#byKey.size);
    const draw = hash("sha256", key);
    const unknown = { ...described, mark, sample: sampleOf(draw) };
    this.#byKey.set(key, unknown);
    this.#byMark.set(mark, unknown);
    return mark;
  }

  get byMark(): ReadonlyMap<string, Unknown> {
    return this.#byMark;
  }

  get all(): readonly Unknown[] {
    return [...this.#byKey.values()];
  }
}
