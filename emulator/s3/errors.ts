/**
 * S3's errors with its codes, words and statuses.
 * Sources: S3 API Reference, "Error responses"; S3 User Guide; answers that public test suites recorded from AWS.
 */
import { notImplemented, ServiceError } from "../model/service-error.ts";
import type { Principal } from "../policy/types.ts";

type Fields = Readonly<Record<string, string>>;

function error(code: string, message: string, status: number, fields: Fields = {}, headers: Fields = {}): ServiceError {
  return new ServiceError(code, message, status, { fields, headers });
}

export const accessDenied = () => error("AccessDenied", "Access Denied", 403);

export const noSuchBucket = (bucketName: string) =>
  error("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: bucketName });

export const noSuchKey = (key: string, headers: Fields = {}) =>
  error("NoSuchKey", "The specified key does not exist.", 404, { Key: key }, headers);

export const noSuchVersion = (key: string, versionId: string) =>
  error("NoSuchVersion", "The specified version does not exist.", 404, { Key: key, VersionId: versionId });

export const bucketAlreadyExists = (bucketName: string) =>
  error(
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    409,
    { BucketName: bucketName },
  );

export const bucketAlreadyOwnedByYou = (bucketName: string) =>
  error(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    409,
    { BucketName: bucketName },
  );

export const bucketNotEmpty = (bucketName: string, versioned: boolean) =>
  error(
    "BucketNotEmpty",
    `The bucket you tried to delete is not empty${versioned ? ". You must delete all versions in the bucket." : ""}`,
    409,
    { BucketName: bucketName },
  );

export const invalidBucketName = (bucketName: string) =>
  error("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: bucketName });

export const illegalLocationConstraint = (constraint: string) =>
  error(
    "IllegalLocationConstraintException",
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  );

export const invalidLocationConstraint = (constraint: string) =>
  error("InvalidLocationConstraint", "The specified location-constraint is not valid", 400, {
    LocationConstraint: constraint,
  });

export const permanentRedirect = (bucketName: string, region: string) =>
  error(
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    301,
    { Endpoint: `${bucketName}.s3.${region}.amazonaws.com`, Bucket: bucketName },
    { "x-amz-bucket-region": region },
  );

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

export const noSuchBucketPolicy = (bucketName: string) =>
  error("NoSuchBucketPolicy", "The bucket policy does not exist", 404, { BucketName: bucketName });

export const ownershipControlsNotFound = (bucketName: string) =>
  error("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", 404, {
    BucketName: bucketName,
  });

export const noSuchPublicAccessBlock = (bucketName: string) =>
  error("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404, {
    BucketName: bucketName,
  });

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

export const malformedXml = () =>
  error(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );

export const malformedAcl = () =>
  error(
    "MalformedACLError",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );

export const invalidArgument = (message: string, name: string, value: string | undefined) =>
  error("InvalidArgument", message, 400, {
    ArgumentName: name,
    ...(value === undefined ? {} : { ArgumentValue: value }),
  });

export const invalidRequest = (message: string) => error("InvalidRequest", message, 400);

export const missingSecurityHeader = (name: string) =>
  error("MissingSecurityHeader", "Your request was missing a required header", 400, { MissingHeaderName: name });

export const unexpectedContent = () => error("UnexpectedContent", "This request does not support content", 400);

export const badDigest = (what: string, expected: string, calculated: string) =>
  what === "Content-MD5"
    ? error("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
        ExpectedDigest: expected,
        CalculatedDigest: calculated,
      })
    : error("BadDigest", `The ${what} you specified did not match the calculated checksum.`, 400);

export const invalidDigest = (sent: string) =>
  error("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": sent });

export const preconditionFailed = (condition: string) =>
  error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition: condition,
  });

export const notModified = (headers: Fields) => error("NotModified", "Not Modified", 304, {}, headers);

export const invalidRange = (requested: string, size: number) =>
  error("InvalidRange", "The requested range is not satisfiable", 416, {
    RangeRequested: requested,
    ActualObjectSize: String(size),
  });

export const keyTooLong = (key: string) =>
  error("KeyTooLongError", "Your key is too long", 400, {
    Size: String(Buffer.byteLength(key)),
    MaxSizeAllowed: "1024",
  });

export const entityTooLarge = (sizeBytes: number, maxBytes: number) =>
  error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, {
    ProposedSize: String(sizeBytes),
    MaxSizeAllowed: String(maxBytes),
  });

export const entityTooSmall = (partNumber: number, eTag: string, sizeBytes: number, minBytes: number) =>
  error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, {
    ProposedSize: String(sizeBytes),
    MinSizeAllowed: String(minBytes),
    PartNumber: String(partNumber),
    ETag: eTag,
  });

export const noSuchUpload = (uploadId: string) =>
  error(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
    { UploadId: uploadId },
  );

export const invalidPart = (uploadId: string, partNumber: number, eTag: string) =>
  error(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: uploadId, PartNumber: String(partNumber), ETag: eTag },
  );

export const invalidPartOrder = (uploadId: string) =>
  error(
    "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    400,
    { UploadId: uploadId },
  );

/** A configuration that was never set: `NoSuchCORSConfiguration` and its like. */
export const noSuchConfiguration = (code: string, message: string, bucketName: string) =>
  error(code, message, 404, { BucketName: bucketName });

export const invalidTag = (message: string, key?: string) =>
  error("InvalidTag", message, 400, key === undefined ? {} : { TagKey: key });

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

export const tooManyTags = (on: "object" | "bucket", limit: number) =>
  on === "object"
    ? error("BadRequest", `Object tags cannot be greater than ${limit}`, 400)
    : error("InvalidTag", `Bucket tag count cannot be greater than ${limit}`, 400);

export const metadataTooLarge = (sizeBytes: number, maxBytes: number) =>
  error("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", 400, {
    Size: String(sizeBytes),
    MaxSizeAllowed: String(maxBytes),
  });

export const invalidStorageClass = (sent: string) =>
  error("InvalidStorageClass", "The storage class you specified is not valid", 400, { StorageClassRequested: sent });

export const notEmulatedStorageClass = (storageClass: string) =>
  notImplemented(`The storage class \`${storageClass}\``);

export const headerNotImplemented = (header: string) =>
  error("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
    Header: header,
  });

export const keyIdWithoutKms = (keyId: string) =>
  invalidArgument(
    "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id",
    keyId,
  );

export const invalidPartNumber = (requested: number, actual: number) =>
  error("InvalidPartNumber", "The requested partnumber is not satisfiable", 416, {
    PartNumberRequested: String(requested),
    ActualPartCount: String(actual),
  });

export const illegalVersioningConfiguration = () =>
  error("IllegalVersioningConfigurationException", "The Versioning element must be specified", 400);
