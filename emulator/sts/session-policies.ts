/** Policies that a request passes with a session. Source: STS API Reference, AssumeRole. */
import { isManagedByAws } from "../iam/aws-managed-policies.ts";
import { validOr } from "../iam/documents.ts";
import { defaultVersion, type RoleRecord } from "../iam/entities.ts";
import type { IamStore } from "../iam/store.ts";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import { type Policy, policyCharacters, sessionPolicyCharacters, validateSessionPolicy } from "../policy/index.ts";

interface PolicyInput {
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
}

const maxManaged = 10;

/**
 * Undefined where none was passed. Managed policies are the role's account's or AWS's, taken as they are now.
 * Throws MalformedPolicyDocument, PackedPolicyTooLarge, InvalidParameterValue, NotImplemented.
 */
export function sessionPolicies(store: IamStore, role: RoleRecord, input: PolicyInput): readonly Policy[] | undefined {
  const { Policy: text, PolicyArns: arns = [] } = input;
  if (text === undefined && arns.length === 0) return undefined;
  if (arns.length > maxManaged) {
    throw new ServiceError("LimitExceeded", `Cannot exceed quota for PolicyArns: ${maxManaged}`, 400);
  }
  const policies: Policy[] = [];
  if (text !== undefined) policies.push(policy(role, "session policy", validOr(validateSessionPolicy(text, store))));
  for (const { arn = "" } of arns) {
    const managed = store.findPolicy(arn);
    if (managed === undefined || (managed.accountId !== role.accountId && managed.accountId !== "aws")) {
      if (isManagedByAws(arn)) throw notImplemented(`The policy ${arn} of AWS`);
      throw new ServiceError("InvalidParameterValue", `PolicyArn ${arn} does not exist or is not attachable.`, 400);
    }
    policies.push(policy(role, managed.name, defaultVersion(managed).document));
  }
  if (packedPercent(policies) > 100) {
    const message = `Packed policy consumes ${packedPercent(policies)}% of allotted space, please use smaller policy.`;
    throw new ServiceError("PackedPolicyTooLarge", message, 400);
  }
  return policies;
}

/** Share of the plaintext that may be passed. How AWS packs is not documented; we choose the plain length. */
export function packedPercent(policies: readonly Policy[]): number {
  let characters = 0;
  for (const { document } of policies) characters += policyCharacters(document.source);
  return Math.ceil((characters / sessionPolicyCharacters) * 100);
}

function policy(role: RoleRecord, name: string, document: Policy["document"]): Policy {
  return { type: "session", name, accountId: role.accountId, attachedTo: role.arn, document };
}
