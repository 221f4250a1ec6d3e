/** Errors about who may do what, and about the policies and lists that say so. */
import type { ServiceError } from "../../model/service-error.ts";
import type { Principal } from "../../policy/types.ts";
import { error, type Fields } from "./make.ts";

export const accessDenied = () => error("AccessDenied", "Access Denied", 403);

/** The requester is not of the bucket owner's account, which alone may use this operation. */
export const methodNotAllowed = (method: string, resourceType: string, headers: Fields = {}) =>
  error(
    "MethodNotAllowed",
    "The specified method is not allowed against this resource.",
    405,
    { Method: method, ResourceType: resourceType },
    headers,
  );

export const malformedPolicy = (message: string, detail: string | undefined) =>
  error("MalformedPolicy", message, 400, detail === undefined ? {} : { Detail: detail });

export const aclNotSupported = () => error("AccessControlListNotSupported", "The bucket does not allow ACLs", 400);

export const bucketAclWithEnforced = () =>
  error(
    "InvalidBucketAclWithObjectOwnership",
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    400,
  );

export const bucketAclWithBlockPublicAccess = () =>
  error(
    "InvalidBucketAclWithBlockPublicAccessError",
    "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
    400,
  );

export const malformedAcl = () =>
  error(
    "MalformedACLError",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );

export const missingSecurityHeader = (name: string) =>
  error("MissingSecurityHeader", "Your request was missing a required header", 400, { MissingHeaderName: name });

export const unexpectedContent = () => error("UnexpectedContent", "This request does not support content", 400);

/**
 * Block Public Access refuses to save a public policy or list; across accounts without a reason, like any denial.
 * Source of the wording: S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors".
 */
function blocked(principal: Principal, action: string, owner: string, arn: string, what: string): ServiceError {
  if (!("accountId" in principal) || principal.accountId !== owner) return accessDenied();
  return error(
    "AccessDenied",
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: "${arn}" because public ${what} setting in S3 Block Public Access`,
    403,
  );
}

export const publicPolicyBlocked = (principal: Principal, bucket: BlockingBucket) =>
  blocked(
    principal,
    "s3:PutBucketPolicy",
    bucket.owner.accountId,
    bucket.arn,
    "policies are prevented by the BlockPublicPolicy",
  );

export const publicAclBlocked = (principal: Principal, bucket: BlockingBucket, arn: string, action: string) =>
  blocked(principal, action, bucket.owner.accountId, arn, "ACLs are prevented by the BlockPublicAcls");

interface BlockingBucket {
  readonly arn: string;
  readonly owner: { readonly accountId: string };
}

export const expectedOwnerIsNoAccount = (sent: string) =>
  error(
    "InvalidBucketOwnerAWSAccountID",
    `The value of the expected bucket owner parameter must be an AWS Account ID... [${sent}]`,
    400,
  );
