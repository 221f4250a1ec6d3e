/** Where in a configuration a policy has its place. */
export type PolicyPlace =
  | { readonly kind: "bucket" }
  | { readonly kind: "backup-bucket" }
  | { readonly kind: "data-stream" }
  | { readonly kind: "trust"; readonly roleArn: string }
  | { readonly kind: "inline"; readonly roleArn: string; readonly name: string }
  | { readonly kind: "managed"; readonly arn: string }
  | { readonly kind: "key"; readonly arn: string }
  /** Of an organization, in force for an account. */
  | { readonly kind: ControlPolicyKind; readonly accountId: string; readonly name: string };

export type ControlPolicyKind = "service-control" | "resource-control";

export type PlaceKind = PolicyPlace["kind"];

/** A place of one kind. */
export type PlaceOf<Kind extends PlaceKind> = PolicyPlace & { readonly kind: Kind };
