import { InputError } from "../../check/input-error.ts";
import { MissingError } from "../../check/missing.ts";
import type { ReadSettings } from "../../check/read/inputs.ts";
import { judge } from "../../check/unknown/judge.ts";
import { readConfiguration } from "./read-configuration.ts";

type Path = readonly (string | number)[];

/** A document with one mistake in it. */
export interface Variant {
  /** `roles.writer.policies as []` */
  readonly what: string;
  readonly value: unknown;
}

const others: readonly unknown[] = [null, true, 7, "text", [], {}, [[]], { a: { b: 1 } }];

const changes: readonly (readonly [name: string, change: (before: unknown) => unknown])[] = [
  ["left out", () => undefined],
  ["in a list", (before) => [before]],
  ["one level deeper", (before) => ({ inner: before })],
  ...others.map((other) => [`as ${JSON.stringify(other)}`, () => other] as const),
];

/** Some `count` variants: places of the document in their order, and in each of them the changes in turn. */
export function variantsOf(document: unknown, count: number): readonly Variant[] {
  const places = placesIn(document).filter((path) => path.length > 0);
  const all = places.flatMap((path) => changes.map(([name, change]) => ({ path, name, change })));
  // A stride without a factor in common with the number of changes meets all of them.
  const near = Math.max(1, Math.floor(all.length / count));
  const stride = near % changes.length === 0 ? near + 1 : near;
  return all
    .filter((_, index) => index % stride === 0)
    .map(({ path, name, change }) => ({
      what: `${path.join(".")} ${name}`,
      value: withValue(document, path, change),
    }));
}

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

/** What comes of inputs: a verdict, or the message of an `InputError`; of anything else its stack. */
export async function outcomeOf(inputs: readonly string[], settings: ReadSettings = {}): Promise<string> {
  try {
    const { outcome } = await judge(await readConfiguration(inputs, settings), { by: "direct" });
    return outcome.kind;
  } catch (error) {
    if (error instanceof MissingError || error instanceof InputError) return error.message;
    return String((error as Error).stack);
  }
}

/** A verdict, or one line that begins with the place; no stack has that form. */
export const verdictOrMessage = /^(?:works|broken|inconclusive)$|^(?!\w*Error\b)[^\n]+: [^\n]+$/;
