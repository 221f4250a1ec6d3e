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

/** The grant as a policy on its key; whoever may retire it besides, as a second statement. */
export function grantPolicy(grant: Grant): Policy {
  const statements: Statement[] = [statement(0, grant.grantee, grant.operations, conditionsOf(grant))];
  if (grant.retiring !== undefined) statements.push(statement(1, grant.retiring, ["RetireGrant"], []));
  return {
    type: "grant",
    name: `grant ${grant.name ?? grant.id}`,
    accountId: grant.accountId,
    attachedTo: grant.keyArn,
    document: { version: "2012-10-17", statements, source: JSON.stringify(grantAnswer(grant)) },
  };
}

function statement(
  index: number,
  { entry }: GrantPrincipal,
  operations: readonly string[],
  conditions: readonly Condition[],
): Statement {
  return {
    index,
    effect: "Allow",
    principal: { kind: "listed", entries: [entry] },
    actions: operations.map((operation) => `kms:${operation}`),
    resources: ["*"],
    conditions,
  };
}

/** Constraints apply to operations that take an encryption context. Source: KMS API Reference, GrantConstraints. */
function conditionsOf({ constraint }: Grant): readonly Condition[] {
  if (constraint === undefined) return [];
  const each = Object.entries(constraint.context).map(([key, value]) => ({
    operator: "StringEquals",
    key: `kms:EncryptionContext:${key}`,
    values: [value],
  }));
  if (constraint.kind === "subset") return each;
  const keys = Object.keys(constraint.context);
  return [...each, { operator: "ForAllValues:StringEquals", key: "kms:EncryptionContextKeys", values: keys }];
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
