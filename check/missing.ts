import { InputError } from "./input-error.ts";
import type { SourceLocation } from "./source.ts";

/** Something that no input says, that the delivery is put together by, and that the command line can say. */
export interface Missing {
  /** A noun phrase: "the account of ingest.yaml". */
  readonly what: string;
  /** What to add to the command line: `--account-a <id>`. */
  readonly option: string;
  /** Another way out, as an imperative. */
  readonly otherwise?: string;
  readonly source: SourceLocation;
}

/** All that is missing, in one message. */
export class MissingError extends InputError {
  readonly missing: readonly Missing[];

  constructor(missing: readonly Missing[]) {
    const once = [...new Map(missing.map((each) => [each.option, each])).values()];
    const [first] = once;
    const what = listOf(once.map((each) => each.what));
    const ways = [optionsOf(once), ...once.flatMap(({ otherwise }) => otherwise ?? [])];
    super(first?.source ?? { file: "input" }, `the input does not say ${what}`, `give ${ways.join("; or ")}`);
    this.missing = once;
  }
}

/** `--account-a <id> --parameter One=<value> Two=<value>`: an option that takes several is there once. */
export function optionsOf(missing: readonly Missing[]): string {
  const words = missing.map(({ option }) => option.split(" "));
  const byName = Map.groupBy(words, ([name = ""]) => name);
  return [...byName].map(([name, all]) => [name, ...all.flatMap(([, ...values]) => values)].join(" ")).join(" ");
}

function listOf(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

/** What the errors among these lack together; undefined where one of them is of another kind. */
export function missingIn(errors: readonly InputError[]): readonly Missing[] {
  return errors.flatMap((error) => (error instanceof MissingError ? error.missing : []));
}
