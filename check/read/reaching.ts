import type { NotChecked } from "../configuration.ts";

/** Something about a bucket, a key or a delivery stream that can only take from what it belongs to. */
export function limiting(item: NotChecked, name: string): NotChecked {
  return { ...item, reach: { kind: "what-it-names", texts: [name], may: "deny" } };
}

/** The same of what can permit more, too. */
export function granting(item: NotChecked, name: string): NotChecked {
  return { ...item, reach: { kind: "what-it-names", texts: [name], may: "allow-or-deny" } };
}
