import { type Condition, parseOperator, partitionOfArn } from "../../emulator/policy/index.ts";

/** A text that a pattern matches; each wildcard stands for the same word. */
export function sampleOf(pattern: string): string {
  return pattern.replaceAll("*", "any").replaceAll("?", "x");
}

/** Values of a key under which a condition holds or does not; undefined among them: the key is absent. */
export interface Samples {
  readonly meeting: readonly (readonly string[] | undefined)[];
  readonly missing: readonly (readonly string[] | undefined)[];
}

/** What stands for any value that no policy names. */
export const stranger = "stranger";

/** Of what an operator compares: the values that are listed, and what stands just beside them. */
export function samplesOf({ operator, values }: Condition): Samples {
  const { base = "", set, ifExists = false } = parseOperator(operator) ?? {};
  const { within, beside } = valuesOf(base, values);
  if (base === "Null") {
    const isAbsent = values.includes("true");
    const [absent, present] = [[undefined], [[stranger]]];
    return isAbsent ? { meeting: absent, missing: present } : { meeting: present, missing: absent };
  }
  const one = within.map((value) => [value]);
  const other = beside.map((value) => [value]);
  // An absent key meets what asks for it only if it exists, and every condition that something is not.
  const isNegated = base.includes("Not");
  const holdsWithout = ifExists || isNegated || set === "ForAllValues";
  const [meeting, missing] = isNegated ? [other, one] : [one, other];
  return holdsWithout ? { meeting: [...meeting, undefined], missing } : { meeting, missing: [...missing, undefined] };
}

function valuesOf(
  base: string,
  values: readonly string[],
): { readonly within: readonly string[]; readonly beside: readonly string[] } {
  if (base === "Bool") return { within: values, beside: values.map((value) => String(value !== "true")) };
  if (base.startsWith("Numeric")) return beyond(base, values, 1, Number, String);
  if (base.startsWith("Date")) {
    return beyond(base, values, 86_400_000, Date.parse, (time) => new Date(time).toISOString());
  }
  if (base.endsWith("IpAddress")) {
    return { within: values.map((value) => value.replace(/\/.*/, "")), beside: ["192.0.2.1", "2001:db8::1"] };
  }
  return {
    within: values.map(sampleOf),
    beside: [strangeArn(values) ?? stranger],
  };
}

/** Undefined beside what are no ARNs. */
function strangeArn(values: readonly string[]): string | undefined {
  const like = values.find((each) => each.startsWith("arn:"));
  return like === undefined ? undefined : `arn:${partitionOfArn(like)}:iam::999999999999:role/stranger`;
}

/** On both sides of each bound. */
function beyond(
  base: string,
  values: readonly string[],
  step: number,
  read: (value: string) => number,
  write: (value: number) => string,
): { readonly within: readonly string[]; readonly beside: readonly string[] } {
  const bounds = values.map(read).filter(Number.isFinite);
  const [below, at, above] = [-step, 0, step].map((far) => bounds.map((bound) => write(bound + far)));
  if (base.includes("LessThan")) return { within: below ?? [], beside: above ?? [] };
  if (base.includes("GreaterThan")) return { within: above ?? [], beside: below ?? [] };
  return { within: at ?? [], beside: above ?? [] };
}
