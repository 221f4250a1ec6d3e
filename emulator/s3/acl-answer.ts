import type { Grant as SdkGrant, Grantee as SdkGrantee } from "@aws-sdk/client-s3";
import type { Acl, Grantee } from "./acl.ts";

/** A list as GetBucketAcl and GetObjectAcl give it. S3 no longer shows display names (2025). */
export function aclAnswer(acl: Acl): { readonly Owner: { readonly ID: string }; readonly Grants: SdkGrant[] } {
  return {
    Owner: { ID: acl.owner },
    Grants: acl.grants.map(({ grantee, permission }) => ({ Grantee: granteeAnswer(grantee), Permission: permission })),
  };
}

function granteeAnswer(grantee: Grantee): SdkGrantee {
  return grantee.kind === "group" ? { Type: "Group", URI: grantee.uri } : { Type: "CanonicalUser", ID: grantee.id };
}
