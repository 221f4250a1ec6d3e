import { type Choice, merge } from "../../check/merge.ts";
import { type ReadSettings, readInputs } from "../../check/read/inputs.ts";
import { judge } from "../../check/unknown/judge.ts";

/** What comes of texts that are read together, as `plan0.json` and so on: a verdict, or the message of why there is none. */
export async function outcomeOf(
  texts: readonly string[],
  {
    sides = [],
    ...choice
  }: Omit<Choice, "accountB"> &
    Pick<ReadSettings, "accountA" | "accountB"> & { readonly sides?: readonly string[] } = {},
): Promise<string> {
  const named = texts.map((text, index) => [`plan${index}.json`, Buffer.from(text)] as const);
  const given = new Map(named.map(([name, bytes]) => [name, { name, bytes }]));
  const inputs = named.map(([name], index) => `${sides[index] ?? ""}${name}`);
  const { accountA, accountB, ...chosen } = choice;
  try {
    const parts = await readInputs(inputs, {
      texts: given,
      ...(accountA !== undefined && { accountA }),
      ...(accountB !== undefined && { accountB }),
    });
    const { outcome } = await judge(merge(parts, { ...chosen, accountB: accountB?.id }), { by: "direct" });
    return outcome.kind;
  } catch (error) {
    return (error as Error).message;
  }
}
