import type { Change, Json } from "./files.ts";
import { shuffled } from "./population.ts";

/** Everything in another order that means nothing to AWS: statements, resources, roles, keys. */
export function reordered(next: () => number): Change {
  return ({ kind, value }) => (kind === "other" ? undefined : (inAnyOrder(value, "", next) as Json));
}

/** Members that are lists without an order, or dictionaries of things. */
const unordered = new Set([
  "Statement",
  "Resources",
  "resources",
  "resource_changes",
  "roles",
  "keys",
  "managedPolicies",
  "policies",
]);

function inAnyOrder(value: unknown, name: string, next: () => number): unknown {
  if (typeof value === "string") return ofPolicyText(value, next);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => inAnyOrder(item, "", next));
    return unordered.has(name) ? shuffled(items, next) : items;
  }
  const members = Object.entries(value).map(([each, inner]) => [each, inAnyOrder(inner, each, next)] as const);
  return Object.fromEntries(unordered.has(name) ? shuffled(members, next) : members);
}

/** A plan has its policies as texts. */
function ofPolicyText(text: string, next: () => number): string {
  if (!/^\s*\{[\s\S]*"Statement"/.test(text)) return text;
  return JSON.stringify(inAnyOrder(JSON.parse(text), "", next));
}
