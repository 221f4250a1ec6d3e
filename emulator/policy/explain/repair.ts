/** What would have to change for a request to be allowed. */
import type { PolicyType } from "../types.ts";

export type Change =
  | { readonly kind: "add-statement"; readonly statement: Readonly<Record<string, unknown>> }
  | { readonly kind: "add-action"; readonly action: string }
  | { readonly kind: "add-resource"; readonly resource: string }
  /** To be written into the Principal element, e.g. `{ AWS: "arn:aws:iam::…:role/delivery" }`. */
  | { readonly kind: "add-principal"; readonly principal: Readonly<Record<string, string>> | "*" }
  /** The text is right but meant an earlier role or user: writing it again makes it mean the present one. */
  | { readonly kind: "save-again"; readonly arn: string }
  | { readonly kind: "remove-from-negated"; readonly element: "NotAction" | "NotResource" | "NotPrincipal" }
  /** To let a condition accept what the request has. */
  | {
      readonly kind: "meet-condition";
      readonly operator: string;
      readonly key: string;
      readonly actual: readonly string[];
    }
  /** What the request would have to carry: no policy can be changed for it without asking less of everybody. */
  | {
      readonly kind: "carry-key";
      readonly operator: string;
      readonly key: string;
      readonly expected: readonly string[];
    }
  /** To be written into the NotPrincipal element. */
  | { readonly kind: "spare-principals"; readonly arns: readonly string[] }
  /** A Deny by conditions: it is to spare this principal, or to go. */
  | { readonly kind: "spare-or-remove"; readonly arn: string };

export interface Repair {
  /** The account whose administrator has to act. */
  readonly accountId: string;
  readonly policyType: PolicyType;
  /** ARN of the role, user, bucket or key that the policy belongs to. */
  readonly attachTo: string;
  /** Undefined: there is no policy yet. */
  readonly policyName?: string;
  /** The statement to change; undefined: a new one. */
  readonly statement?: { readonly sid?: string; readonly index: number };
  readonly changes: readonly Change[];
  /** Conditions of the statement that a new one was made after, which the request does not meet: keys, and the statement. */
  readonly leavesOut?: readonly { readonly key: string; readonly statement: string }[];
  readonly text: string;
}

/** Whether an operator holds for each value that its list names. */
export function acceptsListed(operator: string): boolean {
  return /^(?:ForAnyValue:)?(?:String(?:Equals|Like)(?:IgnoreCase)?|Arn(?:Equals|Like))(?:IfExists)?$/.test(operator);
}

/**
 * Whether what a request has for a key follows from who makes it and what it is for. Where it comes from, when, and with which
 * program differs from one to the next: that is not to be written into a policy. Nor is an organization, which has many in it.
 */
export function isSameInEveryRequest(key: string, value: string): boolean {
  // Of a bucket with a bucket key it is the bucket, of another each object's own.
  if (/^kms:EncryptionContext:/i.test(key)) return !/^arn:[^:]*:s3:::[^/]+\//.test(value);
  return (
    sameInEveryRequest.has(key.toLowerCase()) || /^aws:(?:Principal(?:Tag\/|Arn$|Account$)|ResourceTag\/)/i.test(key)
  );
}

const sameInEveryRequest: ReadonlySet<string> = new Set([
  ...["aws:requestedregion", "aws:resourceaccount", "aws:sourceaccount", "aws:sourcearn"],
  ...["aws:securetransport", "aws:viaawsservice", "aws:calledvia", "aws:principalservicename", "aws:userid"],
  ...["kms:calleraccount", "kms:viaservice", "s3:resourceaccount", "s3:x-amz-acl", "sts:externalid"],
  ...["s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"],
]);
