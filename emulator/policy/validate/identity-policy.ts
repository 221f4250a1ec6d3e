/**
 * Identity policies, permissions boundaries and session policies: documents without principals.
 * Codes and texts: recorded answers and reports; the order of the checks is IAM's as far as known.
 */
import type { PolicyProblem } from "../parse.ts";
import type { Statement } from "../types.ts";
import { emulated, type InvalidPolicy, parsedOr, policyCharacters, type ValidationResult } from "./result.ts";

export interface IdentityPolicyOptions {
  /** Whose ARNs its resources are; any that AWS has where it is not known. */
  readonly partition?: string;
  /** Characters without white space; 6,144 for a managed policy. Inline policies share one quota, which is the store's. */
  readonly quotaCharacters?: number;
  /** A managed policy has to be of this version. Source: IAM User Guide, "IAM JSON policy elements: Version". */
  readonly isAnyVersionTaken?: boolean;
}

export function validateIdentityPolicy(text: string, options: IdentityPolicyOptions = {}): ValidationResult {
  const parsed = parsedOr(text, wording);
  if (parsed.kind !== "valid") return parsed;
  const { document } = parsed;
  if (document.version !== "2012-10-17" && options.isAnyVersionTaken !== true)
    return malformed("Policy document must be version 2012-10-17 or greater.");
  const sids = document.statements.flatMap(({ sid }) => (sid === undefined || sid === "" ? [] : [sid]));
  if (new Set(sids).size < sids.length) return malformed("Statement IDs (SID) in a single policy must be unique.");
  for (const statement of document.statements) {
    const problem = statementProblem(statement, options.partition);
    if (problem !== undefined) return malformed(problem);
  }
  const { quotaCharacters } = options;
  if (quotaCharacters !== undefined && policyCharacters(text) > quotaCharacters) {
    const message = `Cannot exceed quota for PolicySize: ${quotaCharacters}`;
    return { kind: "invalid", code: "LimitExceeded", message };
  }
  return emulated(document);
}

/** Longest session policy in plain text, inline and managed together. Source: STS API reference, AssumeRole. */
export const sessionPolicyCharacters = 2048;

/** The Policy parameter of AssumeRole. */
export function validateSessionPolicy(
  text: string,
  options: Pick<IdentityPolicyOptions, "partition"> = {},
): ValidationResult {
  if (text.length > sessionPolicyCharacters) {
    const message = `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${sessionPolicyCharacters}`;
    return { kind: "invalid", code: "ValidationError", message };
  }
  return validateIdentityPolicy(text, options);
}

function malformed(message: string): InvalidPolicy {
  return { kind: "invalid", code: "MalformedPolicyDocument", message };
}

function wording({ cause, element }: PolicyProblem): InvalidPolicy {
  if (/^(?:Not)?Action$/.test(element) && (cause === "missing" || cause === "empty")) return malformed(noActions);
  if (/^(?:Not)?Resource$/.test(element) && cause === "empty") return malformed(noResources);
  // Only what IAM's older parser alone minds: an effect in lower case, condition values of another type.
  const legacy = cause === "wrong-case" || (cause === "bad-value" && !structural.has(element));
  return malformed(legacy ? legacyParsing : "Syntax errors in policy.");
}

const noActions = "Policy statement must contain actions.";
const noResources = "Policy statement must contain resources.";
const legacyParsing = "The policy failed legacy parsing";

/** Elements whose bad value is a syntax error. */
const structural = new Set([
  ...["Version", "Id", "Sid", "Statement", "Effect"],
  ...["Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"],
]);

function statementProblem(statement: Statement, partition: string | undefined): string | undefined {
  if (statement.principal !== undefined || statement.notPrincipal !== undefined) {
    return "Policy document should not specify a principal.";
  }
  const resources = statement.resources ?? statement.notResources;
  if (resources === undefined) return noResources;
  return (
    firstProblem(resources, (resource) => resourceProblem(resource, partition)) ??
    firstProblem(statement.actions ?? statement.notActions ?? [], actionProblem) ??
    firstProblem(
      statement.conditions.map(({ key }) => key),
      (key) => (key.includes(":") ? undefined : prefaced),
    )
  );
}

function firstProblem(texts: readonly string[], problem: (text: string) => string | undefined): string | undefined {
  for (const text of texts) {
    const found = problem(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

const prefaced = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

function actionProblem(action: string): string | undefined {
  if (action === "*") return undefined;
  const [vendor = "", ...rest] = action.split(":");
  if (rest.length === 0) return prefaced;
  if (rest.length > 1) return "Actions/Condition can contain only one colon.";
  return /^[a-zA-Z0-9\-.]+$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`;
}

/**
 * Whatever stands before the first colon passes for `arn`. That each partition takes its own ARNs alone is reported of
 * GovCloud and China (aws/copilot-cli#2563, aws/chalice#777).
 */
function resourceProblem(resource: string, own: string | undefined): string | undefined {
  if (resource === "*") return undefined;
  const parts = resource.split(":");
  const [, partition, service, region, account, ...name] = parts;
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  if (own === undefined ? !/^aws(?:-[a-z]+)*$/.test(partition) : partition !== own) {
    const rest = [service ?? "*", region ?? "*", account ?? "*", name.length > 0 ? name.join(":") : "*"].join(":");
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${rest}".`;
  }
  if (service === undefined || service === "" || /[*?]/.test(service)) {
    return "Resource vendor must be fully qualified and cannot contain regexes.";
  }
  const hasRegion = region !== undefined && region !== "" && region !== "*";
  if (service === "s3" && hasRegion) return `Resource ${resource} can not contain region information.`;
  if (service === "iam" && hasRegion) return `IAM resource ${resource} cannot contain region information.`;
  if (parts.length < arnParts) return legacyParsing;
  return service === "iam" && !iamResource.test(name.join(":")) ? oddIamResource : undefined;
}

const arnParts = 6;

const iamPaths = [
  ...["user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/"],
  ...["sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/"],
];
const iamResource = new RegExp(`^(?:\\*$|root$|${iamPaths.join("|")})`);
const oddIamResource = `IAM resource path must either be "*", root, or start with ${iamPaths.join(", ")}.`;
