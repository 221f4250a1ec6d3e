import type {
  AccountConfiguration,
  AssumedPrincipal,
  Assumption,
  BucketConfiguration,
  DataStreamConfiguration,
  DeliveryStreamConfiguration,
  FunctionPermission,
  KeyConfiguration,
  LogStreamConfiguration,
  ManagedPolicyConfiguration,
  NotChecked,
  OrganizationConfiguration,
  Reference,
  RoleConfiguration,
} from "./configuration.ts";
import type { InputError } from "./input-error.ts";
import type { Missing } from "./missing.ts";
import type { SourceLocation } from "./source.ts";
import type { Unknown } from "./unknown/unknown.ts";

/**
 * What one input says: a stack, a plan, a folder, an account. It may describe A, B or both, and more than belongs to the
 * delivery in question; `merge` chooses. Buckets and delivery streams carry the account that their input is about.
 */
export interface Part {
  /** Accounts that the input is about, as far as it says so itself. */
  readonly accounts: readonly PartAccount[];
  readonly dataStreams: readonly DataStreamConfiguration[];
  readonly deliveryStreams: readonly Owned<DeliveryStreamConfiguration>[];
  readonly roles: readonly RoleConfiguration[];
  readonly managedPolicies: readonly ManagedPolicyConfiguration[];
  readonly buckets: readonly Owned<BucketConfiguration>[];
  readonly keys: readonly KeyConfiguration[];
  readonly logStreams: readonly LogStreamConfiguration[];
  readonly functionPermissions: readonly FunctionPermission[];
  readonly organizations: readonly OrganizationConfiguration[];
  readonly assumed: readonly AssumedPrincipal[];
  readonly notChecked: readonly NotChecked[];
  readonly unknowns: readonly Unknown[];
  readonly references: readonly Reference[];
  /** What was taken as usual though the input does not say it. */
  readonly assumptions: readonly Assumption[];
  /** What could not be read, for `merge` to refuse where the delivery needs it. */
  readonly unreadable: readonly Unreadable[];
  /** What must be said beside the input, for `merge` to ask for all of it at once. */
  readonly missing: readonly Missing[];
  /** What the input describes and leaves out, to be named where the delivery lacks it. */
  readonly leftOut: readonly LeftOut[];
}

/** What is described and is no resource to play with: its condition is false, nothing says how many there are. */
export interface LeftOut extends Pick<Unreadable, "kind" | "name" | "what"> {
  /** A clause: "it is left out: condition `IsProd` is false". */
  readonly because: string;
  readonly fix?: string;
  readonly source: SourceLocation;
}

/** A resource that could not be read. */
export interface Unreadable {
  /** What it is: a role, a policy of a role, a bucket, … */
  readonly kind: "role" | "of-role" | "policy" | "bucket" | "key" | "data-stream" | "delivery-stream" | "other";
  /** Name or ARN of what it is or belongs to; undefined: that could not be read either. */
  readonly name: string | undefined;
  readonly what: string;
  readonly error: InputError;
}

export interface PartAccount extends AccountConfiguration {
  /** Where the input itself says which of the two it is. */
  readonly side?: "A" | "B";
  readonly source: SourceLocation;
}

/** Of which account and region it is. */
export type Owned<Resource> = Resource & { readonly accountId: string; readonly region: string };

export const emptyPart: Part = {
  accounts: [],
  dataStreams: [],
  deliveryStreams: [],
  roles: [],
  managedPolicies: [],
  buckets: [],
  keys: [],
  logStreams: [],
  functionPermissions: [],
  organizations: [],
  assumed: [],
  notChecked: [],
  unknowns: [],
  references: [],
  assumptions: [],
  unreadable: [],
  missing: [],
  leftOut: [],
};
