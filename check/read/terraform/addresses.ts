import { withoutIndexes } from "../../source.ts";
import { textsIn } from "../../unknown/texts.ts";
import type { TerraformResource } from "./document.ts";

/**
 * What a resource names: the texts of its values, and the addresses that it refers to for what is known after apply. Undefined
 * where it may name more, by a local value or out of another module, than a plan tells.
 */
export function namedBy({
  values,
  unknown,
  expressions,
  address,
  type,
}: TerraformResource): readonly string[] | undefined {
  const open = typeof unknown === "object" && unknown !== null ? Object.keys(unknown) : [];
  const references = open.flatMap((attribute) => referencesIn(expressions[attribute]));
  if (references.some((reference) => /^(?:local|module|var|each|data)\./.test(reference))) return undefined;
  const module = withoutIndexes(address).slice(0, withoutIndexes(address).lastIndexOf(`${type}.`));
  return [...textsIn(values), ...references.map((reference) => `${module}${withoutIndexes(reference)}`)];
}

function referencesIn(expression: unknown): readonly string[] {
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([name, inner]) =>
    name === "references" && Array.isArray(inner) ? inner.map(String) : referencesIn(inner),
  );
}
