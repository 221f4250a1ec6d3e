/**
 * The values that policy evaluation takes and gives. Nothing here knows HTTP, stores or time: a request is authorized
 * from its principal, action, resource, condition context and the policies on both sides, all of them values.
 */

/** Which kind of policy a statement stands in; also the layer that a denial names. */
export type PolicyType =
  | "identity"
  | "permissions-boundary"
  | "session"
  | "service-control"
  | "resource"
  | "resource-control"
  /** A role's trust policy: it must itself allow, also within one account. */
  | "trust"
  /** A KMS key policy: the primary authority over its key. */
  | "key"
  /** A KMS grant. */
  | "grant"
  /** An S3 access control list, seen as the statements that it amounts to. */
  | "acl";

/** Who makes a request. */
export type Principal =
  | {
      readonly kind: "root";
      readonly accountId: string;
      /** `arn:<partition>:iam::<account>:root` */
      readonly arn: string;
    }
  | {
      readonly kind: "user";
      readonly accountId: string;
      /** `arn:<partition>:iam::<account>:user/<path><name>` */
      readonly arn: string;
      /** `AIDA…` */
      readonly userId: string;
      readonly userName: string;
      readonly tags?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "assumed-role";
      readonly accountId: string;
      /** `arn:<partition>:sts::<account>:assumed-role/<role name>/<session name>` */
      readonly arn: string;
      /** `arn:<partition>:iam::<account>:role/<path><name>` */
      readonly roleArn: string;
      readonly roleName: string;
      /** `AROA…`; a recreated role has another. */
      readonly roleId: string;
      readonly sessionName: string;
      /** Role and session tags, merged: `aws:PrincipalTag/…`. */
      readonly tags?: Readonly<Record<string, string>>;
    }
  /** An AWS service acting as itself, e.g. `firehose.amazonaws.com` when it assumes a role. */
  | { readonly kind: "service"; readonly service: string }
  /** The holder of a web identity, by the ARN of the provider that vouches for it. */
  | { readonly kind: "federated"; readonly provider: string }
  | { readonly kind: "anonymous" };

/**
 * Values of the condition keys of one request, by key in lower case (`aws:principalarn`, `s3:x-amz-acl`).
 * A key that is absent is not in the map; several values make a multivalued key.
 */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

/** A policy in force, with what a reader needs to find it again. */
export interface Policy {
  readonly type: PolicyType;
  /** As its owner knows it: `deliver`, `AmazonS3FullAccess`, `bucket policy`. */
  readonly name: string;
  /** The account whose administrator can change it. */
  readonly accountId: string;
  /** ARN of what it is attached to: role, user, bucket, key. */
  readonly attachedTo: string;
  readonly document: PolicyDocument;
  /** AWS keeps it: no account can change it. */
  readonly isAwsManaged?: boolean;
  /**
   * Only its Deny statements count: a bucket policy before an object that the bucket's owner doesn't own.
   * Source: S3 guide, access-control-auth-workflow-object-operation.
   */
  readonly deniesOnly?: boolean;
  /** Of the ACL of an object that another account than the bucket's owns: the bucket's account. */
  readonly bucketAccountId?: string;
}

/** A parsed policy document. `parse.ts` makes it; statements hold whatever matching needs precomputed. */
export interface PolicyDocument {
  readonly version: "2012-10-17" | "2008-10-17";
  readonly id?: string;
  readonly statements: readonly Statement[];
  /** The document as its author wrote it, for display. */
  readonly source: string;
}

export interface Statement {
  readonly sid?: string;
  /** Position in the document, from 0. */
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  readonly principal?: PrincipalElement;
  readonly notPrincipal?: PrincipalElement;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly Condition[];
}

/** One operator–key pair of a Condition block. */
export interface Condition {
  /** As written: `StringEquals`, `ForAnyValue:StringLikeIfExists`, `Null`. */
  readonly operator: string;
  /** As written: `s3:x-amz-acl`. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * The Principal element. `"*"` is `{ kind: "everyone" }`, also when written `{ "AWS": "*" }`.
 * In a stored resource policy an IAM role or user is held by its unique id (`AROA…`, `AIDA…`) as AWS does, with the ARN
 * that it had when it was saved: recreating the role leaves the dead id behind.
 */
export type PrincipalElement =
  | { readonly kind: "everyone" }
  | { readonly kind: "listed"; readonly entries: readonly PrincipalEntry[] };

export type PrincipalEntry =
  | { readonly kind: "everyone" }
  /** The whole account: its own policies decide. `arn`: its root's, unless only its digits are known. */
  | { readonly kind: "account"; readonly accountId: string; readonly arn?: string }
  /** An ARN that is not resolved to a unique id (an unsaved document, a role session, a federated user). */
  | { readonly kind: "arn"; readonly arn: string }
  | { readonly kind: "unique-id"; readonly id: string; readonly arn?: string }
  | { readonly kind: "service"; readonly service: string }
  | { readonly kind: "canonical-user"; readonly id: string }
  | { readonly kind: "federated"; readonly provider: string };

export interface AuthorizationRequest {
  readonly principal: Principal;
  /** Canonical user ID of the principal's account, for CanonicalUser principals and ACL grants. */
  readonly canonicalUserId?: string;
  /** `service:Action` */
  readonly action: string;
  readonly resource: {
    readonly arn: string;
    /** The owning account; a principal of another one needs both sides. */
    readonly accountId: string;
    /** It is AWS's in the account, as the key `aws/s3` is. */
    readonly isAwsManaged?: boolean;
  };
  readonly context: ConditionContext;
  /** What governs the principal, from its own account. */
  readonly principalSide: {
    readonly identityPolicies: readonly Policy[];
    readonly permissionsBoundary?: Policy;
    /** Present, also when empty, only when policies were passed with the session. */
    readonly sessionPolicies?: readonly Policy[];
    /** One list a level of the organization, root first; each level must allow. Absent: no organization. */
    readonly serviceControlPolicies?: readonly (readonly Policy[])[];
  };
  /** What governs the resource, from its own account. */
  readonly resourceSide: {
    /** Bucket policy, key policy, trust policy, ACLs as statements, grants. */
    readonly policies: readonly Policy[];
    readonly resourceControlPolicies?: readonly (readonly Policy[])[];
    /**
     * `union`: within one account identity or resource policy suffices (S3, Kinesis).
     * `resource-must-allow`: the resource policy itself must let the principal in, at least by delegating to its account
     * (trust policies, KMS keys).
     */
    readonly rule: "union" | "resource-must-allow";
  };
}

/** Points at one statement, in the words that a reader looks for. */
export interface StatementRef {
  readonly policyType: PolicyType;
  readonly policyName: string;
  readonly accountId: string;
  readonly attachedTo: string;
  /** Of a policy that AWS keeps. */
  readonly isAwsManaged?: boolean;
  readonly sid?: string;
  readonly index: number;
}

/** Why a statement did not apply to the request. */
export type MismatchReason =
  | { readonly kind: "action"; readonly action: string; readonly listed: readonly string[]; readonly negated: boolean }
  | { readonly kind: "resource"; readonly arn: string; readonly listed: readonly string[]; readonly negated: boolean }
  | {
      readonly kind: "principal";
      readonly principal: string;
      readonly listed: readonly string[];
      readonly negated: boolean;
    }
  /** The principal's ARN fits, but the policy was saved for an earlier role or user of that name. */
  | { readonly kind: "recreated-principal"; readonly arn: string; readonly savedId: string; readonly currentId: string }
  | {
      readonly kind: "condition";
      readonly operator: string;
      readonly key: string;
      readonly expected: readonly string[];
      /** Undefined: the request has no such key. */
      readonly actual: readonly string[] | undefined;
    }
  /** The statement applies, but on its own it cannot give access (an account delegates and the identity side is silent). */
  | { readonly kind: "delegates-only"; readonly accountId: string };

/** An Allow statement that came near, and every reason why it missed. Fewer reasons are nearer. */
export interface Mismatch {
  readonly statement: StatementRef;
  readonly reasons: readonly MismatchReason[];
}

/** A side that had to allow and did not. */
export interface MissingAllow {
  readonly policyType: PolicyType;
  /** The account that can add it. */
  readonly accountId: string;
  /** ARN of the role, user, bucket or key where it belongs. */
  readonly attachTo: string;
  /** Of an object that another account than the bucket's owns: the bucket's account, whose policy does not reach it. */
  readonly bucketAccountId?: string;
  /** The statements of this side that came nearest, nearest first; empty when the side has no policy at all. */
  readonly nearest: readonly Mismatch[];
  /** The other side that would do instead: within one account identity or resource policy suffices. */
  readonly alternative?: MissingAllow;
}

export type Decision =
  | { readonly kind: "allowed"; readonly by: readonly StatementRef[] }
  | { readonly kind: "explicitly-denied"; readonly by: StatementRef }
  | {
      readonly kind: "implicitly-denied";
      /** In AWS's order of evaluation; the first is what a message names. */
      readonly missing: readonly MissingAllow[];
      /** Statements that did allow on another layer, for the reader. */
      readonly allowedElsewhere: readonly StatementRef[];
    };
