import type { BucketConfiguration } from "../configuration.ts";
import type { PolicyPlace } from "../places/place.ts";
import type { ConfigurationChange } from "../repair/change.ts";

/** One thing in a configuration, and what is done to it to see what it is for. */
export interface Mutation {
  /** Stays the same where only wording or order change: what is mutated, never where it stands. */
  readonly id: string;
  readonly side: "A" | "B";
  readonly kind: "remove" | "alter";
  readonly element: Element;
  /** `remove s3:PutObject from statement AllowDelivery of the bucket policy` */
  readonly text: string;
  readonly change: MutationChange;
}

export type Element =
  | "statement"
  | "action"
  | "resource"
  | "principal"
  | "condition"
  | "policy"
  | "boundary"
  | "grant"
  | "ownership"
  | "acl"
  | "encryption"
  | "public access block"
  | "key";

/** Beside what a repair may do, what only takes away. */
export type MutationChange =
  | ConfigurationChange
  | { readonly kind: "remove-policy"; readonly place: PolicyPlace }
  | { readonly kind: "detach"; readonly roleArn: string; readonly policyArn: string }
  | { readonly kind: "remove-boundary"; readonly roleArn: string }
  | { readonly kind: "disable-key"; readonly arn: string }
  | { readonly kind: "remove-grant"; readonly arn: string; readonly index: number }
  | { readonly kind: "set"; readonly bucket: Partial<BucketConfiguration> };
