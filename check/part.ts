import type {
  AccountConfiguration,
  AssumedPrincipal,
  BucketConfiguration,
  DataStreamConfiguration,
  DeliveryStreamConfiguration,
  KeyConfiguration,
  LogStreamConfiguration,
  ManagedPolicyConfiguration,
  NotChecked,
  OrganizationConfiguration,
  RoleConfiguration,
} from "./configuration.ts";
import type { SourceLocation } from "./source.ts";

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
  readonly organizations: readonly OrganizationConfiguration[];
  readonly assumed: readonly AssumedPrincipal[];
  readonly notChecked: readonly NotChecked[];
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
  organizations: [],
  assumed: [],
  notChecked: [],
};
