import type { Measurement } from "../../harness/result.ts";
import type { Trust } from "./model.ts";

/** How far a target's answers prove anything, as its controls came out. Nothing was measured, nothing is proven. */
export function trustOf(measurement: Measurement | undefined): Trust {
  const holds = (name: string) =>
    measurement?.controls.some((each) => each.name === name && each.finding.kind === "holds") === true;
  return { callers: holds("identity-policy-is-enforced"), deliveries: holds("delivery-is-authorized") };
}
