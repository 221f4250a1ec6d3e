/**
 * What S3 Block Public Access means by a public policy: a statement that allows is public unless it allows only fixed
 * principals, or everyone under a condition that fixes where requests come from.
 * Source: S3 guide, access-control-block-public-access, "The meaning of 'public'".
 */
import { parseOperator } from "./conditions/index.ts";
import { parseBlock } from "./conditions/ip-address.ts";
import { parsePolicy } from "./parse.ts";
import { entriesOf } from "./principal-element.ts";
import type { Condition, Policy, PolicyDocument, Statement } from "./types.ts";
import { isFixed } from "./variables.ts";

/** `doOrganizationPathsFix`: whether `aws:PrincipalOrgPaths` counts; the guide's list is silent on it, and not unless given. */
export interface PublicOptions {
  readonly doOrganizationPathsFix?: boolean;
}

export function isPublicPolicy({ statements, version }: PolicyDocument, options: PublicOptions = {}): boolean {
  return statements.some((statement) => isPublicStatement(statement, version, options));
}

function isPublicStatement(statement: Statement, version: PolicyDocument["version"], options: PublicOptions): boolean {
  if (statement.effect === "Deny") return false;
  const { principal } = statement;
  if (principal !== undefined && !entriesOf(principal).some(({ kind }) => kind === "everyone")) return false;
  return !statement.conditions.some(
    (condition) =>
      fixesOrigin(condition, version) || (options.doOrganizationPathsFix && isWithinOrganization(condition)),
  );
}

/**
 * Keys of the guide's list, in lower case. `aws:PrincipalArn` and `aws:PrincipalAccount` stand for "a principal" there;
 * that a condition may name it is not documented, we choose so.
 */
const originKeys = new Set([
  ...["aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:principalorgid"],
  ...["aws:userid", "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn"],
  ...["s3:dataaccesspointaccount", "aws:principalarn", "aws:principalaccount"],
]);

const comparing = new Set(["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike"]);

function fixesOrigin({ operator, key, values }: Condition, version: PolicyDocument["version"]): boolean {
  const name = parseOperator(operator);
  // A test that also holds when the key is absent fixes nothing.
  if (name === undefined || name.ifExists || name.set === "ForAllValues" || values.length === 0) return false;
  const folded = key.toLowerCase();
  if (folded === "aws:sourceip") return name.base === "IpAddress" && values.every(isNarrowBlock);
  if (!originKeys.has(folded) || !comparing.has(name.base)) return false;
  return values.every((value) => {
    // "This value can contain a wildcard for the access point name …, as long as the account id is fixed."
    const fixedPart = folded === "s3:dataaccesspointarn" ? value.split(":").slice(0, 5).join(":") : value;
    return isFixed(fixedPart, version);
  });
}

/** A unit of an organization, or all below it. */
function isWithinOrganization({ operator, key, values }: Condition): boolean {
  const name = parseOperator(operator);
  if (name === undefined || name.ifExists || name.set === "ForAllValues" || values.length === 0) return false;
  return (
    key.toLowerCase() === "aws:principalorgpaths" &&
    comparing.has(name.base) &&
    values.every((value) => /^o-[a-z0-9]+\//.test(value))
  );
}

/** At least /8 of IPv4 or /32 of IPv6: wider blocks count as public. */
function isNarrowBlock(text: string): boolean {
  const block = parseBlock(text);
  return block !== undefined && block.prefixBits >= (block.address.length === 4 ? 8 : 32);
}

/** Name of the policy that RestrictPublicBuckets comes to, which is in no document. */
export const restrictionName = "S3 Block Public Access, RestrictPublicBuckets";

/**
 * What RestrictPublicBuckets adds to a bucket whose policy is public: a deny for everyone but AWS services and the
 * bucket owner's own account, also where a statement names the caller. Undefined when the policy is not public.
 * It shows "as an explicit deny in a resource-based policy" (S3 guide, troubleshoot-403-errors).
 */
export function restrictPublicBuckets(bucketPolicy: Policy, options: PublicOptions = {}): Policy | undefined {
  if (!isPublicPolicy(bucketPolicy.document, options)) return undefined;
  const statement = {
    Sid: "RestrictPublicBuckets",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "*",
    Condition: {
      StringNotEquals: { "aws:PrincipalAccount": bucketPolicy.accountId },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  };
  const document = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  if ("kind" in document) throw new TypeError(document.text);
  return { ...bucketPolicy, name: restrictionName, document };
}
