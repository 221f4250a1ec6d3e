import type { Identity } from "./entities.ts";
import { deleteConflict } from "./errors.ts";

/** Throws DeleteConflict while policies are attached to or part of what is to be deleted. */
export function refusePolicies({ attachedPolicies, inlinePolicies }: Identity): void {
  if (attachedPolicies.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
  if (inlinePolicies.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
}
