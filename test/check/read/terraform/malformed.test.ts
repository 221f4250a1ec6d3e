import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { merge } from "../../../../check/merge.ts";
import { readInputs } from "../../../../check/read/inputs.ts";
import { judge } from "../../../../check/unknown/judge.ts";
import { corpusFolder } from "../../../support/corpus.ts";

/** Plans and states that are small and have each part of the format. */
const valid = [
  "terraform-two-providers/plan.json",
  "terraform-one-provider/state.json",
  "terraform-documents-after-apply/plan.json",
];

const others: readonly unknown[] = [null, true, 7, "text", [], {}, [[]], { a: { b: 1 } }];

type Path = readonly (string | number)[];

/** Every place of a value, from the root inwards. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, each]) =>
    placesIn(each, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return [path, ...inner];
}

/** The value with another one in a place; `undefined` takes the place away. */
function withValue(value: unknown, [step, ...rest]: Path, change: (before: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  const changed = withValue(copy[step], rest, change);
  if (changed !== undefined) copy[step] = changed;
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else delete copy[step];
  return copy;
}

interface Variant {
  readonly what: string;
  readonly value: unknown;
}

/** Variants of a document: each of its places changed in one way, and each way used in turn. */
function variantsOf(document: unknown, count: number): readonly Variant[] {
  const places = placesIn(document).filter((path) => path.length > 0);
  const changes: readonly (readonly [string, (before: unknown) => unknown])[] = [
    ["left out", () => undefined],
    ["in a list", (before) => [before]],
    ["deeper", (before) => ({ inner: before })],
    ...others.map((other) => [JSON.stringify(other), () => other] as const),
  ];
  const all = places.flatMap((path) => changes.map(([name, change]) => ({ path, name, change })));
  // A stride that shares no factor with the number of changes meets all of them in all parts of the document.
  const stride = Math.max(1, Math.floor(all.length / count)) | 1;
  return all
    .filter((_, index) => index % stride === 0)
    .map(({ path, name, change }) => ({
      what: `${path.join(".") || "root"} ${name}`,
      value: withValue(document, path, change),
    }));
}

/** A verdict, or the message of an `InputError`. */
async function outcomeOf(value: unknown): Promise<string> {
  const texts = new Map([["-", { name: "plan.json", bytes: Buffer.from(JSON.stringify(value)) }]]);
  const accounts = { accountA: { id: "111111111111" }, accountB: { id: "222222222222" } };
  try {
    const parts = await readInputs(["-"], { texts, ...accounts });
    const { outcome } = await judge(merge(parts), { by: "direct" });
    return outcome.kind;
  } catch (error) {
    const { name, message, stack } = error as Error;
    return name === "InputError" ? message : `${stack}`;
  }
}

const answer = /^(?:works|broken|inconclusive)$|^(?:plan\.json|input)[^\n]*: [^\n]+$/;

test.each(valid)("%s with a mistake anywhere is a verdict or one message with its place", async (name) => {
  const document = JSON.parse(readFileSync(join(corpusFolder, name), "utf8"));
  const wrong: string[] = [];
  for (const { what, value } of variantsOf(document, 250)) {
    const outcome = await outcomeOf(value);
    if (!answer.test(outcome)) wrong.push(`${what}: ${outcome}`);
  }
  expect(wrong).toEqual([]);
});
