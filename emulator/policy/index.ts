/**
 * Policy evaluation, pure: values in, values out; no clock, no stores, no I/O.
 *
 * **Supported**: identity, resource (bucket, key, trust), session policies, permissions boundaries, SCPs, RCPs, ACLs and
 * grants given as statements; same-account union and cross-account intersection; every principal form; NotAction,
 * NotResource, NotPrincipal; all condition operators with IfExists, set operators and Null; policy variables.
 *
 * **Gaps**: VPC endpoint policies and federated users are not evaluated.
 *
 * **By design**: what the grammar doesn't know is refused, never ignored.
 */
export { parseOperator } from "./conditions/index.ts";
export { decide } from "./evaluate.ts";
export { isPolicyProblem, type PolicyProblem, parsePolicy } from "./parse.ts";
export * from "./types.ts";
