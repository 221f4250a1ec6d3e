/** The ACL of a request: `x-amz-acl`, `x-amz-grant-*` or an AccessControlPolicy document, checked as S3 checks it. */
import type { AccessControlPolicy } from "@aws-sdk/client-s3";
import type { AccountDirectory } from "../model/account.ts";
import { type AclPermission, type CannedAcl, ec2CanonicalUserId, type Grant, type Grantee, groups } from "./acl.ts";
import * as errors from "./errors.ts";
import type { RequestedAcl } from "./ownership.ts";

export interface AclMembers {
  readonly ACL?: string | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

export const aclMembers = ["ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP"] as const;

const grantHeaders: readonly (readonly [member: keyof AclMembers, permission: AclPermission, header: string])[] = [
  ["GrantFullControl", "FULL_CONTROL", "x-amz-grant-full-control"],
  ["GrantRead", "READ", "x-amz-grant-read"],
  ["GrantReadACP", "READ_ACP", "x-amz-grant-read-acp"],
  ["GrantWrite", "WRITE", "x-amz-grant-write"],
  ["GrantWriteACP", "WRITE_ACP", "x-amz-grant-write-acp"],
];

/** S3 takes more grants in one list than any list may have (API reference, Grant: 100). */
const maxGrants = 100;

const objectCanned: readonly CannedAcl[] = [
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
  "aws-exec-read",
  "bucket-owner-read",
  "bucket-owner-full-control",
];
/** The bucket-owner ones mean nothing on a bucket; S3 ignores them there (acl-overview, "Canned ACL"). */
const bucketCanned: readonly CannedAcl[] = [...objectCanned, "log-delivery-write"];

export function sendsAcl(input: AclMembers): boolean {
  return input.ACL !== undefined || grantHeaders.some(([member]) => input[member] !== undefined);
}

/** The ACL that headers carry. Throws InvalidRequest, InvalidArgument or MethodNotAllowed (grantees by e-mail). */
export function readAclHeaders(input: AclMembers, on: "bucket" | "object", accounts: AccountDirectory): RequestedAcl {
  const sent = grantHeaders.filter(([member]) => input[member] !== undefined);
  if (input.ACL !== undefined) {
    if (sent.length > 0) {
      throw errors.invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
    }
    const name = (on === "bucket" ? bucketCanned : objectCanned).find((each) => each === input.ACL);
    if (name === undefined) throw errors.invalidArgument("", "x-amz-acl", input.ACL);
    const ignored = on === "bucket" && name.startsWith("bucket-owner-");
    return { kind: "canned", name: ignored ? "private" : name };
  }
  if (sent.length === 0) return { kind: "none" };
  const grants = sent.flatMap(([member, permission, header]) =>
    granteesOf(input[member] ?? "", header, accounts).map((grantee) => ({ grantee, permission })),
  );
  return { kind: "grants", grants: counted(grants) };
}

function granteesOf(text: string, header: string, accounts: AccountDirectory): readonly Grantee[] {
  return text.split(",").map((part) => {
    const [, type, quoted = "", bare = ""] = /^\s*(\w+)\s*=\s*(?:"([^"]*)"|([^"\s]*))\s*$/.exec(part) ?? [];
    const value = quoted === "" ? bare : quoted;
    switch (type) {
      case "id":
        return knownUser(value, "id", accounts);
      case "uri":
        return knownGroup(value, "uri");
      case "emailAddress":
        throw errors.methodNotAllowed("PUT", "ACL");
      default:
        throw errors.invalidArgument("Argument format not recognized", header, part.trim());
    }
  });
}

/** The ACL of a document. `owner` must be the one that the list already has: it cannot be given away. */
export function readAclDocument(
  policy: AccessControlPolicy,
  on: "bucket" | "object",
  owner: string,
  accounts: AccountDirectory,
): RequestedAcl {
  if (policy.Owner?.ID === undefined) throw errors.malformedAcl();
  if (policy.Owner.ID !== owner) throw errors.accessDenied();
  const grants = (policy.Grants ?? []).map(({ Grantee: grantee, Permission: permission }): Grant => {
    if (grantee === undefined || !isPermission(permission)) throw errors.malformedAcl();
    switch (grantee.Type) {
      case "CanonicalUser":
        return { grantee: knownUser(grantee.ID ?? "", "CanonicalUser/ID", accounts), permission };
      case "Group":
        return { grantee: knownGroup(grantee.URI ?? "", "Group/URI"), permission };
      case "AmazonCustomerByEmail":
        throw errors.methodNotAllowed("PUT", on === "bucket" ? "BUCKETACL" : "ACL");
      default:
        throw errors.malformedAcl();
    }
  });
  return { kind: "grants", grants: counted(grants) };
}

function counted(grants: readonly Grant[]): readonly Grant[] {
  if (grants.length > maxGrants) throw errors.malformedAcl();
  return grants;
}

function isPermission(text: string | undefined): text is AclPermission {
  return grantHeaders.some(([, permission]) => permission === text);
}

function knownUser(id: string, argument: string, accounts: AccountDirectory): Grantee {
  if (accounts.byCanonicalUserId(id) === undefined && id !== ec2CanonicalUserId) {
    throw errors.invalidArgument("Invalid id", argument, id);
  }
  return { kind: "canonical-user", id };
}

function knownGroup(uri: string, argument: string): Grantee {
  if (!Object.values<string>(groups).includes(uri)) throw errors.invalidArgument("Invalid group uri", argument, uri);
  return { kind: "group", uri };
}

/** The ACL of PutBucketAcl and PutObjectAcl, which must carry exactly one: in headers or as a document. */
export function readAcl(
  input: AclMembers & { readonly AccessControlPolicy?: AccessControlPolicy | undefined },
  on: "bucket" | "object",
  owner: string,
  accounts: AccountDirectory,
): RequestedAcl {
  const { AccessControlPolicy: document } = input;
  if (document === undefined) {
    if (!sendsAcl(input)) throw errors.missingSecurityHeader("x-amz-acl");
    return readAclHeaders(input, on, accounts);
  }
  if (sendsAcl(input)) throw errors.unexpectedContent();
  return readAclDocument(document, on, owner, accounts);
}
