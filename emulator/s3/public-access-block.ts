/** S3 Block Public Access. Source: S3 User Guide, "Blocking public access to your Amazon S3 storage". */
import type { PublicAccessBlock } from "../model/account.ts";
import type { Acl } from "./acl.ts";
import { isPublicGrant, withoutPublicGrants } from "./acl.ts";

export type { PublicAccessBlock };

export const nothingBlocked: PublicAccessBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

/** The most restrictive of what bucket and account say. */
export function combined(
  bucket: PublicAccessBlock | undefined,
  account: PublicAccessBlock | undefined,
): PublicAccessBlock {
  if (account === undefined) return bucket ?? nothingBlocked;
  if (bucket === undefined) return account;
  return {
    BlockPublicAcls: bucket.BlockPublicAcls || account.BlockPublicAcls,
    IgnorePublicAcls: bucket.IgnorePublicAcls || account.IgnorePublicAcls,
    BlockPublicPolicy: bucket.BlockPublicPolicy || account.BlockPublicPolicy,
    RestrictPublicBuckets: bucket.RestrictPublicBuckets || account.RestrictPublicBuckets,
  };
}

/** The list as it counts, in decisions and to a reader. */
export function aclInForce(acl: Acl, block: PublicAccessBlock): Acl {
  return block.IgnorePublicAcls ? withoutPublicGrants(acl) : acl;
}

/** Whether BlockPublicAcls refuses to save the list. */
export function blocksAcl(acl: Acl, block: PublicAccessBlock): boolean {
  return block.BlockPublicAcls && acl.grants.some(isPublicGrant);
}
