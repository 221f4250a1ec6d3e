/**
 * Policy evaluation, pure: values in, values out; no clock, no stores, no I/O.
 *
 * **Supported**: identity, resource (bucket, key, trust), session policies, permissions boundaries, SCPs, RCPs, ACLs and
 * grants given as statements; same-account union and cross-account intersection; every principal form; NotAction,
 * NotResource, NotPrincipal; all condition operators with IfExists, set operators and Null; policy variables; documents
 * validated with AWS's codes and messages; principals kept by unique id.
 *
 * **Gaps**: VPC endpoint policies and federated users are not evaluated. Whether a service principal exists is judged by
 * the form of its name.
 *
 * **By design**: what the grammar doesn't know is refused, never ignored; a condition key that no emulated service sets
 * makes the document not emulated.
 */
export { isS3Arn, partitionOfArn } from "./arns.ts";
export { isConditionKeyOfAws, isKnownConditionKey, unknownConditionKeys } from "./condition-keys.ts";
export { parseOperator } from "./conditions/index.ts";
export { principalContext } from "./context.ts";
export { decide } from "./evaluate.ts";
export { explain } from "./explain/explain.ts";
export { findStatement } from "./explain/find-statement.ts";
export { suggestFix, suggestStatements } from "./explain/fix.ts";
export { type Ground, groundsOf } from "./explain/grounds.ts";
export { accessDeniedMessage, type Denial } from "./explain/message.ts";
export { acceptsListed, type Change, isSameInEveryRequest, type Repair } from "./explain/repair.ts";
export type { AccountNames } from "./explain/words.ts";
export { isPolicyProblem, type PolicyProblem, parsePolicy } from "./parse.ts";
export { displayPolicy, type KnownPrincipal, type PrincipalLookup, resolvePrincipals } from "./principals.ts";
export { isPublicPolicy, restrictionName, restrictPublicBuckets } from "./public.ts";
export { type Slip, slipsIn } from "./slips.ts";
export * from "./types.ts";
export { type BucketPolicyOptions, bucketPolicyBytes, validateBucketPolicy } from "./validate/bucket-policy.ts";
export {
  type IdentityPolicyOptions,
  sessionPolicyCharacters,
  validateIdentityPolicy,
  validateSessionPolicy,
} from "./validate/identity-policy.ts";
export { keyPolicyBytes, validateKeyPolicy } from "./validate/key-policy.ts";
export {
  type ResourceControlPolicyOptions,
  validateResourceControlPolicy,
} from "./validate/resource-control-policy.ts";
export {
  type InvalidPolicy,
  type NotEmulatedPolicy,
  policyCharacters,
  type ValidationResult,
  type ValidPolicy,
} from "./validate/result.ts";
export { trustPolicyCharacters, validateTrustPolicy } from "./validate/trust-policy.ts";
