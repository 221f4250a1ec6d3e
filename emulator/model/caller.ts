import type { AuthorizationRequest, Principal } from "../policy/types.ts";

/** A principal with all that its own side contributes to a decision, looked up at the moment of the call. */
export interface Caller {
  readonly principal: Principal;
  /** The account that the call is made in. Anonymous callers and AWS services have none. */
  readonly accountId: string | undefined;
  /** Of `accountId`. */
  readonly canonicalUserId: string | undefined;
  /** Identity policies, boundary, session policies and service control policies in force now. */
  policiesInForce(): AuthorizationRequest["principalSide"];
  /** Condition keys that come with the credentials: `aws:tokenissuetime`, `aws:multifactorauthpresent`, … */
  readonly context: ReadonlyMap<string, readonly string[]>;
}

/** What an access key id stands for. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials must be sent with it. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch; temporary credentials only. */
  readonly expiresAtMs?: number;
  /** An access key that its user has set to Inactive. */
  readonly inactive?: boolean;
  readonly caller: Caller;
}

/** Where credentials are looked up; the IAM service's store. */
export interface CredentialDirectory {
  findCredential(accessKeyId: string): Credential | undefined;
}

/** Where principals that a resource policy names are looked up; the IAM service's store. */
export interface PrincipalDirectory {
  /** A role or user by its ARN, as a policy would name it. Undefined where there is none (now, as far as AWS has seen). */
  findByArn(arn: string): { readonly uniqueId: string; readonly arn: string } | undefined;
  /** The living role or user that a unique id (`AROA…`, `AIDA…`) belongs to. */
  findById(uniqueId: string): { readonly uniqueId: string; readonly arn: string } | undefined;
  /**
   * An account (12 digits, its root's ARN or its canonical user ID), role or user (ARN or unique id): what
   * `resolvePrincipals` and `displayPolicy` of the policy engine ask when a resource policy is saved or shown.
   */
  lookUp(
    arnOrId: string,
  ): { readonly kind: "account" | "role" | "user"; readonly id: string; readonly arn: string } | undefined;
}

/** An AWS service acting as itself, as Firehose does when it assumes a role. */
export function serviceCaller(service: string): Caller {
  return {
    principal: { kind: "service", service },
    accountId: undefined,
    canonicalUserId: undefined,
    policiesInForce: () => ({ identityPolicies: [] }),
    context: new Map(),
  };
}
