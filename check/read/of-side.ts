import type { Side } from "./input-reader.ts";

/** What is said for one side's inputs: what is for both, and its own, `A:` or `B:` before the name. */
export function ofSide(
  side: Side | undefined,
  given: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const all = Object.entries(given);
  const own = all.filter(([name]) => name.startsWith(`${side}:`));
  return new Map([
    ...all.filter(([name]) => !/^[AB]:/.test(name)),
    ...own.map(([name, value]) => [name.slice(2), value] as const),
  ]);
}
