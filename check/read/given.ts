import type { JsonPath } from "./json-document.ts";

/** One after the other, so that of several mistakes the first is told, and always the same. */
export async function inTurn<Item, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const item of items) answers.push(await work(item));
  return answers;
}

/** Undefined where nothing is there. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (around, step) => (around === undefined ? undefined : (around as Record<string | number, unknown>)[step]),
    value,
  );
}

/** With `exactOptionalPropertyTypes` in mind: a member that is not said is not there. */
export function definedOnly<Members extends object>(
  members: Members,
): { [Name in keyof Members]?: NonNullable<Members[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
