/**
 * Access control lists: what a canned ACL stands for, and what a grant lets its grantee do, as statements that the
 * policy engine reads. Source: S3 User Guide, "Access control list (ACL) overview".
 */
import type { PolicyDocument, PrincipalElement, Statement } from "../policy/types.ts";

export type AclPermission = "FULL_CONTROL" | "READ" | "WRITE" | "READ_ACP" | "WRITE_ACP";

export type Grantee =
  /** An account, by its canonical user ID. */
  { readonly kind: "canonical-user"; readonly id: string } | { readonly kind: "group"; readonly uri: string };

export interface Grant {
  readonly grantee: Grantee;
  readonly permission: AclPermission;
}

export interface Acl {
  /** Canonical user ID. */
  readonly owner: string;
  readonly grants: readonly Grant[];
}

export type CannedAcl =
  | "private"
  | "public-read"
  | "public-read-write"
  | "authenticated-read"
  | "aws-exec-read"
  | "bucket-owner-read"
  | "bucket-owner-full-control"
  | "log-delivery-write";

export const groups = {
  allUsers: "http://acs.amazonaws.com/groups/global/AllUsers",
  authenticatedUsers: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  logDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
} as const;

/** Amazon EC2's account as `aws-exec-read` names it (EC2 User Guide, AMI bundles). */
export const ec2CanonicalUserId = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

/** What S3 shows as the owner of an object that an anonymous caller wrote. */
export const anonymousCanonicalUserId = "65a011a29cdf8ec533ec3d1ccaae921c";

const user = (id: string, permission: AclPermission): Grant => ({
  grantee: { kind: "canonical-user", id },
  permission,
});
const group = (uri: string, permission: AclPermission): Grant => ({ grantee: { kind: "group", uri }, permission });

const privateAcls = new Map<string, Acl>();

/** The owner alone, with full control. One value an owner: nearly every object has it. */
export function privateAcl(owner: string): Acl {
  let known = privateAcls.get(owner);
  if (known === undefined) {
    known = { owner, grants: [user(owner, "FULL_CONTROL")] };
    if (privateAcls.size >= 1_000) privateAcls.clear();
    privateAcls.set(owner, known);
  }
  return known;
}

/** The grants of a canned ACL, owner first. `bucketOwner` differs from `owner` for objects that somebody else wrote. */
export function expandCanned(canned: CannedAcl, owner: string, bucketOwner: string): Acl {
  const more = addedGrants(canned, owner, bucketOwner);
  return more.length === 0 ? privateAcl(owner) : { owner, grants: [user(owner, "FULL_CONTROL"), ...more] };
}

function addedGrants(canned: CannedAcl, owner: string, bucketOwner: string): readonly Grant[] {
  switch (canned) {
    case "private":
      return [];
    case "public-read":
      return [group(groups.allUsers, "READ")];
    case "public-read-write":
      return [group(groups.allUsers, "READ"), group(groups.allUsers, "WRITE")];
    case "authenticated-read":
      return [group(groups.authenticatedUsers, "READ")];
    case "aws-exec-read":
      return [user(ec2CanonicalUserId, "READ")];
    case "bucket-owner-read":
      return owner === bucketOwner ? [] : [user(bucketOwner, "READ")];
    case "bucket-owner-full-control":
      return owner === bucketOwner ? [] : [user(bucketOwner, "FULL_CONTROL")];
    case "log-delivery-write":
      return [group(groups.logDelivery, "WRITE"), group(groups.logDelivery, "READ_ACP")];
  }
}

/** Whether nobody but `accountOwner` is granted anything: what BucketOwnerEnforced takes for an ACL. */
export function grantsOnly({ grants }: Pick<Acl, "grants">, canonicalUserId: string): boolean {
  return grants.every(({ grantee }) => grantee.kind === "canonical-user" && grantee.id === canonicalUserId);
}

/** S3 Block Public Access counts grants to everyone and to every AWS customer as public. */
export function isPublicGrant({ grantee }: Grant): boolean {
  return grantee.kind === "group" && (grantee.uri === groups.allUsers || grantee.uri === groups.authenticatedUsers);
}

const withoutPublic = new WeakMap<Acl, Acl>();

/** The list as it counts under IgnorePublicAcls. */
export function withoutPublicGrants(acl: Acl): Acl {
  if (!acl.grants.some(isPublicGrant)) return acl;
  let known = withoutPublic.get(acl);
  if (known === undefined) {
    known = { owner: acl.owner, grants: acl.grants.filter((grant) => !isPublicGrant(grant)) };
    withoutPublic.set(acl, known);
  }
  return known;
}

const actionsOnObject: Readonly<Record<AclPermission, readonly string[]>> = {
  READ: ["s3:GetObject", "s3:GetObjectVersion"],
  WRITE: [],
  READ_ACP: ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"],
  WRITE_ACP: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
  FULL_CONTROL: [],
};

/**
 * WRITE covers the ACL that comes with a new object too: whoever creates it is about to own it. (Its PutObjectAcl is
 * asked only where an object is created; on one that exists the object's own list decides.)
 */
const actionsOnBucket: Readonly<Record<AclPermission, readonly string[]>> = {
  READ: ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
  WRITE: ["s3:PutObject", "s3:PutObjectAcl"],
  READ_ACP: ["s3:GetBucketAcl"],
  WRITE_ACP: ["s3:PutBucketAcl"],
  FULL_CONTROL: [],
};

/** What a bucket's ACL says of the objects in it that the caller owns. Source: S3 User Guide, "ACL overview", WRITE. */
const actionsOnOwnObjects: Readonly<Record<AclPermission, readonly string[]>> = {
  READ: [],
  WRITE: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
  READ_ACP: [],
  WRITE_ACP: [],
  FULL_CONTROL: [],
};

const tables = { bucket: actionsOnBucket, object: actionsOnObject, "own-objects": actionsOnOwnObjects };

/** What the permissions of an ACL are read as permissions on. */
export type AclScope = keyof typeof tables;

const documents: Readonly<Record<AclScope, WeakMap<Acl, PolicyDocument>>> = {
  bucket: new WeakMap(),
  object: new WeakMap(),
  "own-objects": new WeakMap(),
};

/**
 * The list as a policy document. Its Resource is `*`: it is handed to the engine only beside what it belongs to, so that
 * one document serves every object with the same list. The same list gives the same document.
 */
export function aclDocument(acl: Acl, on: AclScope): PolicyDocument {
  let known = documents[on].get(acl);
  if (known === undefined) {
    const statements = acl.grants.map((grant, index) => statementOf(grant, index, on));
    known = { version: "2012-10-17", statements: statements.filter((each) => each !== undefined), source: "" };
    documents[on].set(acl, known);
  }
  return known;
}

function statementOf({ grantee, permission }: Grant, index: number, on: AclScope): Statement | undefined {
  const table = tables[on];
  const actions = permission === "FULL_CONTROL" ? Object.values(table).flat() : table[permission];
  if (actions.length === 0) return undefined;
  const isAuthenticatedUsers = grantee.kind === "group" && grantee.uri === groups.authenticatedUsers;
  return {
    sid: `${permission} to ${grantee.kind === "group" ? (grantee.uri.split("/").at(-1) ?? "") : grantee.id}`,
    index,
    effect: "Allow",
    principal: principalOf(grantee),
    actions,
    resources: ["*"],
    conditions: isAuthenticatedUsers
      ? [{ operator: "StringNotEquals", key: "aws:PrincipalType", values: ["Anonymous"] }]
      : [],
  };
}

function principalOf(grantee: Grantee): PrincipalElement {
  if (grantee.kind === "canonical-user")
    return { kind: "listed", entries: [{ kind: "canonical-user", id: grantee.id }] };
  if (grantee.uri === groups.logDelivery) {
    return { kind: "listed", entries: [{ kind: "service", service: "logging.s3.amazonaws.com" }] };
  }
  return { kind: "everyone" };
}
