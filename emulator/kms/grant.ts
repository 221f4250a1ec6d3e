import type { GrantListEntry, GrantOperation } from "@aws-sdk/client-kms";
import { partitionOfArn } from "../policy/index.ts";
import type { Condition, Policy, PrincipalEntry, Statement } from "../policy/types.ts";

export type EncryptionContext = Readonly<Record<string, string>>;

/** Lets one principal do some operations with one key. Never denies. */
export interface Grant {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly token: string;
  readonly keyArn: string;
  readonly accountId: string;
  readonly name?: string;
  readonly createdAtMs: number;
  /** Until then it counts only where a request brings its token. */
  readonly spreadAtMs: number;
  readonly issuingAccount: string;
  readonly grantee: GrantPrincipal;
  readonly retiring?: GrantPrincipal;
  readonly operations: readonly GrantOperation[];
  readonly constraint?:
    | { readonly kind: "equals"; readonly context: EncryptionContext }
    | { readonly kind: "subset"; readonly context: EncryptionContext };
}

export interface GrantPrincipal {
  /** As given. */
  readonly arn: string;
  readonly entry: PrincipalEntry;
}

/** Operations that a grant's constraint leaves alone. Source: KMS API Reference, GrantConstraints. */
const unconstrained: ReadonlySet<GrantOperation> = new Set(["DescribeKey", "RetireGrant"]);

/**
 * The grant as a policy on its key: a statement for the operations under its constraint, one for those that the
 * constraint leaves alone, one for CreateGrant, and one for whoever may retire it besides. The version is one without
 * policy variables: what a constraint says is literal text.
 */
export function grantPolicy(grant: Grant): Policy {
  const { operations, grantee, retiring } = grant;
  const isOf = (kind: "constrained" | "free" | "granting") => (operation: GrantOperation) =>
    kind === (operation === "CreateGrant" ? "granting" : unconstrained.has(operation) ? "free" : "constrained");
  const parts: readonly Part[] = [
    [grantee, operations.filter(isOf("constrained")), conditionsOf(grant)],
    [grantee, operations.filter(isOf("free")), []],
    [grantee, operations.filter(isOf("granting")), [...conditionsOf(grant), ...conditionsOnChildren(grant)]],
    ...(retiring === undefined ? [] : [[retiring, ["RetireGrant"], []] as const]),
  ];
  const statements = parts.filter(([, granted]) => granted.length > 0).map(statementOf);
  return {
    type: "grant",
    name: `grant ${grant.name ?? grant.id}`,
    accountId: grant.accountId,
    attachedTo: grant.keyArn,
    document: { version: "2008-10-17", statements, source: JSON.stringify(grantAnswer(grant)) },
  };
}

type Part = readonly [principal: GrantPrincipal, operations: readonly string[], conditions: readonly Condition[]];

function statementOf([{ entry }, operations, conditions]: Part, index: number): Statement {
  return {
    index,
    effect: "Allow",
    principal: { kind: "listed", entries: [entry] },
    actions: operations.map((operation) => `kms:${operation}`),
    resources: ["*"],
    conditions,
  };
}

/**
 * The constraint as conditions. Names of an encryption context are compared in any case, values in exact case.
 * Source: KMS API Reference, GrantConstraints.
 */
function conditionsOf({ constraint }: Grant): readonly Condition[] {
  if (constraint === undefined) return [];
  const each = Object.entries(constraint.context).map(([key, value]) => ({
    operator: "StringEquals",
    key: `kms:EncryptionContext:${key}`,
    values: [value],
  }));
  if (constraint.kind === "subset") return each;
  const values = Object.keys(constraint.context);
  return [...each, { operator: "ForAllValues:StringEqualsIgnoreCase", key: "kms:EncryptionContextKeys", values }];
}

/**
 * What a grantee with CreateGrant may grant on: no other operations than its own, and no looser a constraint.
 * Source: KMS Developer Guide, "Creating grants", Granting CreateGrant permission.
 */
function conditionsOnChildren({ operations, constraint }: Grant): readonly Condition[] {
  return [
    { operator: "ForAllValues:StringEquals", key: "kms:GrantOperations", values: operations },
    ...(constraint?.kind === "equals"
      ? [{ operator: "StringEquals", key: "kms:GrantConstraintType", values: ["EncryptionContextEquals"] }]
      : []),
  ];
}

export function grantAnswer(grant: Grant): GrantListEntry {
  return {
    KeyId: grant.keyArn,
    GrantId: grant.id,
    Name: grant.name ?? "",
    CreationDate: new Date(grant.createdAtMs),
    GranteePrincipal: grant.grantee.arn,
    ...(grant.retiring !== undefined && { RetiringPrincipal: grant.retiring.arn }),
    IssuingAccount: `arn:${partitionOfArn(grant.keyArn)}:iam::${grant.issuingAccount}:root`,
    Operations: [...grant.operations],
    ...(grant.constraint !== undefined && { Constraints: constraintAnswer(grant.constraint) }),
  };
}

function constraintAnswer({ kind, context }: NonNullable<Grant["constraint"]>) {
  return kind === "equals" ? { EncryptionContextEquals: { ...context } } : { EncryptionContextSubset: { ...context } };
}
