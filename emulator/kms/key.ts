import type { KeyMetadata } from "@aws-sdk/client-kms";
import { formatArn } from "../model/arn.ts";
import type { Policy, PolicyDocument } from "../policy/types.ts";

/** AWS services that keep a key of their own in each account. */
export type ManagingService = "s3" | "kinesis";

export type KeyState =
  | { readonly kind: "enabled" }
  | { readonly kind: "disabled" }
  /** Gone from `deletionAtMs` on. */
  | { readonly kind: "pending-deletion"; readonly deletionAtMs: number };

/** A symmetric key. A change makes a new value; the store keeps the current one. */
export interface Key {
  readonly accountId: string;
  readonly region: string;
  /** A UUID. */
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly createdAtMs: number;
  readonly state: KeyState;
  /** Undefined: a customer's. */
  readonly managedBy?: ManagingService;
  /** Roles and users in it are held by unique id. */
  readonly policy: PolicyDocument;
  readonly tags: ReadonlyMap<string, string>;
  readonly rotation?: { readonly periodDays: number; readonly sinceMs: number };
  /** 32 bytes, for AES-256. */
  readonly material: Buffer;
}

export function keyArn(accountId: string, region: string, id: string): string {
  return formatArn("kms", region, accountId, `key/${id}`);
}

/** `name` with its prefix: `alias/orders`. */
export function aliasArn(accountId: string, region: string, name: string): string {
  return formatArn("kms", region, accountId, name);
}

/** The key policy as a policy on the key. */
export function keyPolicy({ accountId, arn, policy }: Pick<Key, "accountId" | "arn" | "policy">): Policy {
  return { type: "key", name: "key policy", accountId, attachedTo: arn, document: policy };
}

const stateNames = { enabled: "Enabled", disabled: "Disabled", "pending-deletion": "PendingDeletion" } as const;

export function keyMetadata(key: Key): KeyMetadata {
  return {
    AWSAccountId: key.accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAtMs),
    Enabled: key.state.kind === "enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: stateNames[key.state.kind],
    ...(key.state.kind === "pending-deletion" && { DeletionDate: new Date(key.state.deletionAtMs) }),
    Origin: "AWS_KMS",
    KeyManager: key.managedBy === undefined ? "CUSTOMER" : "AWS",
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: false,
  };
}
