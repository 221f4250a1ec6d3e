/**
 * Who owns an object that is written, and with which grants: Object Ownership of the bucket × the ACL that the writer
 * sends × the writer. Pure. Source: S3 User Guide, "Controlling ownership of objects and disabling ACLs".
 */
import { type Acl, type CannedAcl, expandCanned, type Grant, privateAcl } from "./acl.ts";

export type ObjectOwnership = "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";

export const objectOwnerships: readonly ObjectOwnership[] = [
  "BucketOwnerEnforced",
  "BucketOwnerPreferred",
  "ObjectWriter",
];

/** The ACL that a request carries. */
export type RequestedAcl =
  | { readonly kind: "none" }
  | { readonly kind: "canned"; readonly name: CannedAcl }
  | { readonly kind: "grants"; readonly grants: readonly Grant[] };

export interface Write {
  readonly ownership: ObjectOwnership;
  readonly acl: RequestedAcl;
  /** Canonical user IDs of the writer's account and of the bucket owner. */
  readonly writer: string;
  readonly bucketOwner: string;
}

/** `owner` is the canonical user ID; the grants are what GetObjectAcl shows. */
export type WrittenOwnership =
  | { readonly kind: "owned"; readonly owner: string; readonly acl: Acl }
  /** AccessControlListNotSupported */
  | { readonly kind: "acl-not-supported" };

export function ownershipOfWrite({ ownership, acl, writer, bucketOwner }: Write): WrittenOwnership {
  if (ownership === "BucketOwnerEnforced") {
    if (!isBucketOwnerFullControl(acl, bucketOwner)) return { kind: "acl-not-supported" };
    return { kind: "owned", owner: bucketOwner, acl: privateAcl(bucketOwner) };
  }
  const givesAway =
    ownership === "BucketOwnerPreferred" && acl.kind === "canned" && acl.name === "bucket-owner-full-control";
  const owner = givesAway ? bucketOwner : writer;
  return { kind: "owned", owner, acl: aclOf(acl, owner, bucketOwner) };
}

/** What BucketOwnerEnforced lets through: no ACL, `bucket-owner-full-control`, or that same grant spelled out. */
export function isBucketOwnerFullControl(acl: RequestedAcl, bucketOwner: string): boolean {
  switch (acl.kind) {
    case "none":
      return true;
    case "canned":
      return acl.name === "bucket-owner-full-control";
    case "grants": {
      const [only] = acl.grants;
      return (
        acl.grants.length === 1 &&
        only?.permission === "FULL_CONTROL" &&
        only.grantee.kind === "canonical-user" &&
        only.grantee.id === bucketOwner
      );
    }
  }
}

/** Grants that are spelled out are the whole list: the owner is not added. */
export function aclOf(acl: RequestedAcl, owner: string, bucketOwner: string): Acl {
  switch (acl.kind) {
    case "none":
      return privateAcl(owner);
    case "canned":
      return expandCanned(acl.name, owner, bucketOwner);
    case "grants":
      return { owner, grants: acl.grants };
  }
}
