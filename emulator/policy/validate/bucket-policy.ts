/**
 * Bucket policies, as PutBucketPolicy checks them. Codes and texts: recorded answers and public reports. Where several are wrong at once
 * the order is not documented; we choose the order below. Whether the principals exist is asked by `resolvePrincipals`.
 */
import { isConditionKeyOfAws } from "../condition-keys.ts";
import { globTest, globTokens } from "../glob.ts";
import type { PolicyProblem } from "../parse.ts";
import type { Condition, Statement } from "../types.ts";
import { emulated, type InvalidPolicy, parsedOr, type ValidationResult } from "./result.ts";
import { actionsOfKey, type S3Action, s3Actions } from "./s3-actions.ts";

/** UTF-8 bytes. Source: S3 guide, bucket-policies. */
export const bucketPolicyBytes = 20 * 1024;

export interface BucketPolicyOptions {
  readonly bucketArn: string;
}

export function validateBucketPolicy(text: string, { bucketArn }: BucketPolicyOptions): ValidationResult {
  if (new TextEncoder().encode(text).length > bucketPolicyBytes) {
    return { kind: "invalid", code: "PolicyTooLarge", message: "Policy exceeds the maximum allowed document size." };
  }
  if (!text.startsWith("{")) return notJson;
  const parsed = parsedOr(text, wording);
  if (parsed.kind !== "valid") return parsed;
  for (const statement of parsed.document.statements) {
    const problem = statementProblem(statement, bucketArn);
    if (problem !== undefined) return problem;
  }
  return emulated(parsed.document);
}

function malformed(message: string, detail?: string): InvalidPolicy {
  return { kind: "invalid", code: "MalformedPolicy", message, detail };
}

const notJson = malformed("Policies must be valid JSON and the first byte must be '{'");

function wording({ cause, element, text }: PolicyProblem): InvalidPolicy {
  if (cause === "broken-json" || cause === "not-an-object") return notJson;
  if (cause === "missing") return malformed(`Missing required field ${element}`);
  if (cause === "unknown-element") return malformed(`Unknown field ${element}`);
  if (cause === "unknown-operator") return malformed("Policy has an invalid condition operator", element);
  if (element === "Version") return malformed("The policy must contain a valid version string");
  if (element === "Principal" || element === "NotPrincipal") return malformed("Invalid principal in policy");
  return malformed("Invalid policy syntax.", text);
}

function statementProblem(statement: Statement, bucketArn: string): InvalidPolicy | undefined {
  const { principal, notPrincipal, effect } = statement;
  if (principal === undefined && notPrincipal === undefined) return malformed("Missing required field Principal");
  if (notPrincipal !== undefined && effect === "Allow") return malformed("Allow with NotPrincipal is not allowed.");
  const resources = statement.resources ?? statement.notResources;
  if (resources === undefined) return malformed("Missing required field Resource");
  const foreign = resources.find((resource) => !isInBucket(resource, bucketArn));
  if (foreign !== undefined) return malformed("Policy has invalid resource", foreign);
  return actionProblem(statement, resources) ?? conditionProblem(statement, resources);
}

/**
 * The bucket itself or something behind its slash; a wildcard only after the bucket's name. That S3 refuses another
 * partition's ARN so is reported of GovCloud (sst#5076, terraform-aws-cloudtrail-s3-bucket#44).
 */
function isInBucket(resource: string, bucketArn: string): boolean {
  return resource === bucketArn || resource.startsWith(`${bucketArn}/`) || resource === `${bucketArn}*`;
}

function actionProblem(statement: Statement, resources: readonly string[]): InvalidPolicy | undefined {
  const patterns = statement.actions ?? statement.notActions ?? [];
  const unknown = patterns.find((pattern) => actionsLike(pattern).length === 0);
  if (unknown !== undefined) return malformed("Policy has invalid action", unknown);
  if (statement.notActions !== undefined || statement.notResources !== undefined) return undefined;
  const misplaced = patterns.find((pattern) => !actionsLike(pattern).some((action) => fits(action, resources)));
  return misplaced === undefined
    ? undefined
    : malformed("Action does not apply to any resource(s) in statement", misplaced);
}

const lowerCaseNames = s3Actions.map(({ name }) => `s3:${name}`.toLowerCase());

function actionsLike(pattern: string): readonly S3Action[] {
  if (pattern === "*") return s3Actions;
  const test = globTest(globTokens(pattern.toLowerCase()));
  return s3Actions.filter((_action, at) => test(lowerCaseNames[at] ?? ""));
}

function fits({ appliesTo }: S3Action, resources: readonly string[]): boolean {
  return resources.some((resource) => {
    if (resource.includes("/")) return appliesTo === "object";
    return appliesTo === "bucket" || resource.endsWith("*");
  });
}

function conditionProblem(statement: Statement, resources: readonly string[]): InvalidPolicy | undefined {
  for (const condition of statement.conditions) {
    if (!isBucketPolicyKey(condition.key)) return malformed("Policy has an invalid condition key", condition.key);
    if (!goesWith(condition, statement, resources)) {
      return malformed("Conditions do not apply to combination of actions and resources in statement", condition.key);
    }
  }
  return undefined;
}

function isBucketPolicyKey(key: string): boolean {
  const folded = key.toLowerCase();
  return folded.startsWith("aws:") || (folded.startsWith("s3:") && isConditionKeyOfAws(folded));
}

/**
 * A key goes with a statement when every action named in full carries it, and at least one behind each wildcard.
 * That S3 refuses `s3:prefix` beside GetObject is reported; how it treats wildcards is not documented, we choose so.
 */
function goesWith({ key }: Condition, { actions }: Statement, resources: readonly string[]): boolean {
  const carriers = actionsOfKey.get(key.toLowerCase());
  if (carriers === undefined || actions === undefined) return true;
  return actions.every((pattern) =>
    actionsLike(pattern).some((action) => carriers.includes(action.name) && fits(action, resources)),
  );
}
