/** Reads `cases/<topic>.json`: policy decisions as data. */
import { readdirSync, readFileSync } from "node:fs";
import {
  type AuthorizationRequest,
  type Decision,
  isPolicyProblem,
  type Policy,
  type PolicyDocument,
  type PolicyType,
  type Principal,
  parsePolicy,
} from "../../../emulator/policy/index.ts";

/** A document, or the list of its statements (then of version 2012-10-17). */
type Written = object | readonly object[];

export interface PolicyCase {
  /** The outcome as a sentence. */
  readonly name: string;
  /** `role`, `user`, `root` (of account A), `anonymous`, or a service principal. */
  readonly principal?: string;
  readonly action: string;
  readonly resource: string;
  /** Owner of the resource; account B unless told. */
  readonly resourceAccount?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly identity?: Written;
  readonly boundary?: Written;
  readonly session?: Written;
  readonly serviceControl?: readonly Written[];
  readonly resourceControl?: readonly Written[];
  readonly bucketPolicy?: Written;
  /** The bucket policy before an object that the bucket's owner doesn't own. */
  readonly foreignBucketPolicy?: Written;
  readonly acl?: Written;
  readonly trust?: Written;
  readonly key?: Written;
  readonly grant?: Written;
  /** `allowed`, `denied by <layer>`, or `missing <layer>[, <layer>…]`. */
  readonly expected: string;
}

export interface CaseFile {
  readonly topic: string;
  /** Where AWS documents what the cases claim. */
  readonly source: string;
  readonly cases: readonly PolicyCase[];
}

export const accountA = "111111111111";
export const accountB = "222222222222";
export const canonicalA = "a".repeat(64);

const folder = new URL("./cases/", import.meta.url);

export function caseFiles(): readonly CaseFile[] {
  return readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as CaseFile);
}

export function document(written: Written): PolicyDocument {
  const value = Array.isArray(written) ? { Version: "2012-10-17", Statement: written } : written;
  const parsed = parsePolicy(JSON.stringify(value));
  if (isPolicyProblem(parsed)) throw new Error(parsed.text);
  return parsed;
}

export const principals: Readonly<Record<string, Principal>> = {
  role: {
    kind: "assumed-role",
    accountId: accountA,
    arn: `arn:aws:sts::${accountA}:assumed-role/delivery/session`,
    roleArn: `arn:aws:iam::${accountA}:role/delivery`,
    roleName: "delivery",
    roleId: "AROAA1111111111111111",
    sessionName: "session",
  },
  user: {
    kind: "user",
    accountId: accountA,
    arn: `arn:aws:iam::${accountA}:user/alice`,
    userId: "AIDAA1111111111111111",
    userName: "alice",
  },
  root: { kind: "root", accountId: accountA, arn: `arn:aws:iam::${accountA}:root` },
  anonymous: { kind: "anonymous" },
};

export function toRequest(given: PolicyCase): AuthorizationRequest {
  const principal = principals[given.principal ?? "role"] ?? { kind: "service", service: given.principal ?? "" };
  const resourceAccount = given.resourceAccount ?? accountB;
  const own = (type: PolicyType, written: Written): Policy => {
    const attachedTo = principal.kind === "assumed-role" ? principal.roleArn : "arn" in principal ? principal.arn : "";
    return { type, name: type, accountId: accountA, attachedTo, document: document(written) };
  };
  const on = (type: PolicyType, written: Written | undefined, deniesOnly = false): Policy[] => {
    const attachedTo = given.resource.startsWith("arn:aws:s3") ? (given.resource.split("/")[0] ?? "") : given.resource;
    if (written === undefined) return [];
    return [{ type, name: type, accountId: resourceAccount, attachedTo, document: document(written), deniesOnly }];
  };
  return {
    principal,
    canonicalUserId: "accountId" in principal ? canonicalA : undefined,
    action: given.action,
    resource: { arn: given.resource, accountId: resourceAccount },
    context: new Map(
      Object.entries(given.context ?? {}).map(([key, value]) => [
        key.toLowerCase(),
        typeof value === "string" ? [value] : value,
      ]),
    ),
    principalSide: {
      identityPolicies: given.identity === undefined ? [] : [own("identity", given.identity)],
      permissionsBoundary: given.boundary && own("permissions-boundary", given.boundary),
      sessionPolicies: given.session && [own("session", given.session)],
      serviceControlPolicies: given.serviceControl?.map((level) => [own("service-control", level)]),
    },
    resourceSide: {
      policies: [
        ...on("resource", given.bucketPolicy),
        ...on("resource", given.foreignBucketPolicy, true),
        ...on("acl", given.acl),
        ...on("trust", given.trust),
        ...on("key", given.key),
        ...on("grant", given.grant),
      ],
      resourceControlPolicies: given.resourceControl?.map((level) => on("resource-control", level)),
      rule: /^(sts|kms):/.test(given.action) ? "resource-must-allow" : "union",
    },
  };
}

/** A decision in the words of a case file. */
export function inWords(decision: Decision): string {
  switch (decision.kind) {
    case "allowed":
      return "allowed";
    case "explicitly-denied":
      return `denied by ${decision.by.policyType}`;
    case "implicitly-denied":
      return `missing ${decision.missing.map(({ policyType }) => policyType).join(", ")}`;
  }
}
