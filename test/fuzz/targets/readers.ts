import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { InputError } from "../../../check/input-error.ts";
import { MissingError } from "../../../check/missing.ts";
import { readInputs } from "../../../check/read/inputs.ts";
import { corpusFolder } from "../../support/corpus.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type FuzzTarget, propertyTarget } from "../target.ts";

/** Each file of each kind of input that the corpus has. */
const files = readdirSync(corpusFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:json|ya?ml)$/.test(file))
  .sort();

const odd = fc.constantFrom(
  ...["", "null", "{}", "[]", '"', "}", "]", ",", ":", "&a *a", "!!binary x", "%", "\t", "\u0000", "\ufeff"],
  ...['"__proto__": {"a": 1},', '"constructor": 1,', "9e999", "-0", "1".repeat(400), "[".repeat(200), "${", "- ", "? "],
);

const edits = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat({ max: 40 }), by: odd }),
  { minLength: 1, maxLength: 3 },
);

type Read = (inputs: readonly string[]) => Promise<unknown>;

const settings = {
  accountA: { id: "111111111111", region: "us-east-1" },
  accountB: { id: "222222222222", region: "us-east-1" },
} as const;

export const readers: FuzzTarget = propertyTarget<
  { file: string; edits: { at: number; length: number; by: string }[] },
  Read
>({
  name: "readers",
  component: "check/read",
  property: "a file of the corpus with anything in it is read, or refused by one message with its place",
  share: 150,
  inputs: fc.record({ file: fc.constantFrom(...files), edits }),
  subject: (inputs) => readInputs(inputs, settings),
  faulty: async (inputs) => {
    const text = readFileSync(join(inputs[0] ?? "", "crosscheck.json"), "utf8");
    return JSON.parse(text);
  },
  holds: async ({ file, edits: changes }, read) => {
    using folder = temporaryFolder();
    const [entry = ""] = file.split("/");
    cpSync(join(corpusFolder, entry), folder.path, { recursive: true });
    const path = join(folder.path, file.slice(entry.length + 1));
    const text = changes.reduce(
      (before, { at, length, by }) => {
        const index = Math.floor(at * before.length);
        return before.slice(0, index) + by + before.slice(index + length);
      },
      readFileSync(path, "utf8"),
    );
    writeFileSync(path, text);
    try {
      await read([folder.path]);
    } catch (error) {
      if (!(error instanceof InputError || error instanceof MissingError)) throw error;
      if (/\n\s+at /.test(error.message)) throw new Error(`a stack in the message: ${error.message}`);
    }
  },
});
