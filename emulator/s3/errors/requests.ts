/** What is wrong with a request whatever it is about. */
import { error } from "./make.ts";

export const malformedXml = () =>
  error(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );

export const invalidArgument = (message: string, name: string, value: string | undefined) =>
  error("InvalidArgument", message, 400, {
    ArgumentName: name,
    ...(value === undefined ? {} : { ArgumentValue: value }),
  });

export const invalidRequest = (message: string) => error("InvalidRequest", message, 400);

export const badDigest = (what: string, expected: string, calculated: string) =>
  what === "Content-MD5"
    ? error("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
        ExpectedDigest: expected,
        CalculatedDigest: calculated,
      })
    : error("BadDigest", `The ${what} you specified did not match the calculated checksum.`, 400);

export const invalidDigest = (sent: string) =>
  error("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": sent });

export const invalidTag = (message: string, key: string, value?: string) =>
  error("InvalidTag", message, 400, { TagKey: key, ...(value !== undefined && { TagValue: value }) });

export const tooManyTags = (on: "object" | "bucket", limit: number) =>
  on === "object"
    ? error("BadRequest", `Object tags cannot be greater than ${limit}`, 400)
    : error("InvalidTag", `Bucket tag count cannot be greater than ${limit}`, 400);

export const metadataTooLarge = (sizeBytes: number, maxBytes: number) =>
  error("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", 400, {
    Size: String(sizeBytes),
    MaxSizeAllowed: String(maxBytes),
  });

/** Of a conditional header whose value is not taken: recorded by LocalStack, test_put_object_if_match_validation. */
export const headerNotImplemented = (header: string) =>
  error("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
    Header: header,
    additionalMessage: `We don't accept the provided value of ${header} header for this API`,
  });

/** Recorded by LocalStack from AWS: both conditions on one write. */
export const multipleConditions = () =>
  error("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
    Header: "If-Match,If-None-Match",
    additionalMessage: "Multiple conditional request headers present in the request",
  });

export const keyIdWithoutKms = (keyId: string) =>
  invalidArgument(
    "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id",
    keyId,
  );

/** Recorded in public reports: an unsigned GET of an object under SSE-KMS. */
export const kmsNeedsSignature = () =>
  invalidArgument(
    "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
    "Authorization",
    "null",
  );

/** Code and text: aws-sdk-js, issue 2335; which argument it names is not known. */
export const kmsNeedsTls = () =>
  error(
    "InvalidArgument",
    "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.",
    400,
  );
