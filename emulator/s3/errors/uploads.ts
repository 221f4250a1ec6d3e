/** Errors about sizes and multipart uploads. */
import { error } from "./make.ts";

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

/** A precondition holds, but the key changed while the upload went on. Source: test_multipart_if_match_with_put. */
export const conditionalRequestConflict = (condition: string, key: string) =>
  error(
    "ConditionalRequestConflict",
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
    409,
    { Condition: condition, Key: key },
  );

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
