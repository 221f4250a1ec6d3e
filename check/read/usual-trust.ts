import type { PolicyText } from "../configuration.ts";
import type { SourceLocation } from "../source.ts";

/**
 * The trust policy that AWS's guide writes, where none is given: an assumption, which whoever takes it tells. Source: Data
 * Firehose Developer Guide, "Allow Firehose to assume an IAM role".
 */
export function usualTrustPolicy(source: SourceLocation): PolicyText {
  const statement = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
  return { name: "trust policy", text: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }), source };
}

/** `role`: "role `writer`" */
export function trustAssumed(role: string): string {
  return `${role} trusts Firehose, for its trust policy is not given`;
}
