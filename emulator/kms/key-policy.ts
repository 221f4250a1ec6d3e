/** Key policies as they come in. */
import type { Authorized } from "../model/action.ts";
import { rootArn } from "../model/arn.ts";
import type { Environment } from "../model/environment.ts";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import { type PolicyDocument, resolvePrincipals, type ValidationResult, validateKeyPolicy } from "../policy/index.ts";
import { lockedOut } from "./errors.ts";
import { type Key, keyPolicy } from "./key.ts";

/** What a key gets that is made without a policy: IAM of its account decides. Source: KMS Developer Guide, "Default key policy". */
export function defaultKeyPolicy(accountId: string, region: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: rootArn(region, accountId) },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

/** The document with its principals resolved. Throws MalformedPolicyDocumentException, NotImplemented. */
export function keyDocument({ principals }: Pick<Environment, "principals">, text: string): PolicyDocument {
  const document = validOr(validateKeyPolicy(text));
  return validOr(resolvePrincipals(document, (principal) => principals.lookUp(principal), "key"));
}

function validOr(result: ValidationResult): PolicyDocument {
  switch (result.kind) {
    case "valid":
      return result.document;
    case "invalid":
      throw new ServiceError(result.code, result.message, 400);
    case "not-emulated":
      throw notImplemented(`The condition key ${result.conditionKey} in a policy`);
  }
}

/**
 * Throws MalformedPolicyDocumentException where the caller could not change the policy once it is in force.
 * Source: KMS API Reference, PutKeyPolicy, BypassPolicyLockoutSafetyCheck.
 */
export function refuseLockout(request: Authorized<object>, key: Pick<Key, "accountId" | "arn" | "policy">): void {
  const { arn, accountId } = key;
  const mayChange = request.may({
    action: "kms:PutKeyPolicy",
    resource: { arn, accountId },
    resourcePolicies: [keyPolicy(key)],
    rule: "resource-must-allow",
    context: { "kms:calleraccount": request.accountId },
  });
  if (!mayChange) throw lockedOut();
}
