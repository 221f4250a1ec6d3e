import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";

/** A JSON object: members of a request, or those of an answer that a case looks at. */
export type Members = Readonly<Record<string, unknown>>;

const members = v.record(v.string(), v.unknown());

/**
 * One call and what AWS answered, or a wait on the clock. Text may hold `${name}`: `bucket` and `name` (new in each case),
 * `accountA`, `accountB`, `ownerA`, `ownerB` (canonical user IDs), `region`, and what a step before it saved.
 */
const step = v.union([
  v.strictObject({ advanceMs: v.number() }),
  v.strictObject({
    /** `s3.GetObject` */
    call: v.pipe(v.string(), v.regex(/^[a-z0-9]+\.[A-Z]\w+$/)),
    /** Root user of account A (unless said otherwise) or B, or nobody. */
    as: v.optional(v.picklist(["a", "b", "anonymous"]), "a"),
    input: v.optional(members, {}),
    /** HTTP status; 200 unless said otherwise. */
    status: v.optional(v.number(), 200),
    /** Members of the answer, or of the error where one is expected: `Code`, `Message` and what else AWS puts there. */
    answer: v.optional(members),
    error: v.optional(members),
    /** Members that the answer does not have. */
    without: v.optional(v.array(v.string()), []),
    /** Members of the answer, as dotted paths, to use in later steps. */
    save: v.optional(v.record(v.string(), v.string()), {}),
  }),
]);

const parityCase = v.strictObject({
  title: v.string(),
  /** Where the answer was recorded, or what says so. */
  source: v.string(),
  /** The day of the recording. */
  recorded: v.optional(v.pipe(v.string(), v.isoDate())),
  /** `validated`: recorded from AWS or measured there. `unknown`: expected by a suite that does not say when it ran there. */
  trust: v.picklist(["validated", "unknown"]),
  steps: v.array(step),
});

const file = v.array(parityCase);

export type Step = v.InferOutput<typeof step>;
export type CallStep = Extract<Step, { readonly call: string }>;
export type ParityCase = v.InferOutput<typeof parityCase>;

export interface ParityFile {
  /** `s3`, `s3-listing` */
  readonly name: string;
  readonly cases: readonly ParityCase[];
}

/** Every file of cases in this folder. Throws where one is not in the form above. */
export function readParityFiles(): readonly ParityFile[] {
  const folder = new URL("cases/", import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const parsed = v.safeParse(file, JSON.parse(readFileSync(new URL(name, folder), "utf8")));
      if (!parsed.success) throw new Error(`${name}: ${JSON.stringify(v.flatten(parsed.issues).nested)}`);
      return { name: name.replace(/\.json$/, ""), cases: parsed.output };
    });
}
