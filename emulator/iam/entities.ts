import type { Policy, PolicyDocument } from "../policy/types.ts";

/** What roles and users have in common. A change makes a new value; the store keeps the current one. */
interface IdentityBase {
  readonly accountId: string;
  readonly name: string;
  /** `/`, or `/service-role/`: starts and ends with a slash. */
  readonly path: string;
  /** `AROA…` or `AIDA…`; never given twice. */
  readonly id: string;
  /** Path included. */
  readonly arn: string;
  readonly createdAtMs: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly inlinePolicies: ReadonlyMap<string, PolicyDocument>;
  /** ARNs of managed policies, in the order in which they were attached. */
  readonly attachedPolicies: readonly string[];
  /** ARN of the managed policy that is the permissions boundary. */
  readonly boundary?: string;
}

export interface RoleRecord extends IdentityBase {
  readonly kind: "role";
  readonly description?: string;
  readonly maxSessionSeconds: number;
  /** Roles and users in it are held by unique id. */
  readonly trustPolicy: PolicyDocument;
}

export interface UserRecord extends IdentityBase {
  readonly kind: "user";
}

export type Identity = RoleRecord | UserRecord;

export interface PolicyVersionRecord {
  /** `v1`; numbers are not used again. */
  readonly id: string;
  readonly document: PolicyDocument;
  readonly createdAtMs: number;
}

export interface ManagedPolicyRecord {
  /** `aws` for those that AWS keeps. */
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  /** `ANPA…` */
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly tags: ReadonlyMap<string, string>;
  /** Oldest first. */
  readonly versions: readonly PolicyVersionRecord[];
  readonly defaultVersionId: string;
  readonly nextVersion: number;
}

export interface AccessKeyRecord {
  readonly accountId: string;
  readonly userId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly createdAtMs: number;
  readonly status: "Active" | "Inactive";
}

/** Temporary credentials and what came with them. */
export interface SessionRecord {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  readonly bearer:
    | {
        readonly kind: "role";
        readonly role: RoleRecord;
        readonly sessionName: string;
        /** Present, also when empty, only when policies were passed. */
        readonly policies?: readonly Policy[];
        readonly tags: ReadonlyMap<string, string>;
        readonly transitiveTagKeys: readonly string[];
        readonly sourceIdentity?: string;
        /** ARN of the OpenID Connect provider that vouched for whoever assumed the role. */
        readonly federatedProvider?: string;
      }
    /** A user's or root's own session (GetSessionToken). */
    | { readonly kind: "user"; readonly userId: string }
    | { readonly kind: "root" };
}

export function defaultVersion(policy: ManagedPolicyRecord): PolicyVersionRecord {
  const version = policy.versions.find(({ id }) => id === policy.defaultVersionId);
  if (version === undefined) throw new Error(`the policy ${policy.arn} has lost its default version`);
  return version;
}
