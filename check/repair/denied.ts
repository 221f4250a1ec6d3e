import type { AuthorizationRequest, Decision } from "../../emulator/policy/index.ts";
import type { Cause } from "../verdict.ts";

/** A request that was not allowed, and why. */
export interface Denied {
  readonly request: AuthorizationRequest;
  readonly decision: Exclude<Decision, { readonly kind: "allowed" }>;
}

export function deniedIn({ denied }: Cause): readonly Denied[] {
  return denied.flatMap(({ request, decision }) => (decision.kind === "allowed" ? [] : [{ request, decision }]));
}
