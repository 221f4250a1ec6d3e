import { PutBucketVersioning$, type PutBucketVersioningCommandInput } from "@aws-sdk/client-s3";
import { refuseMembers } from "../../model/refuse-members.ts";
import { notImplemented } from "../../model/service-error.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/** Once on, versioning can only be suspended. Source: S3 API Reference, PutBucketVersioning. */
export const putBucketVersioning = signedOnly<PutBucketVersioningCommandInput, object>({
  schema: PutBucketVersioning$,
  emulates: ["Bucket", "VersioningConfiguration", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketVersioning")],
  run: (store, request) => {
    const configuration = request.input.VersioningConfiguration;
    refuseMembers(configuration, ["Status", "MFADelete"], "s3:PutBucketVersioning", "VersioningConfiguration");
    if (configuration?.MFADelete === "Enabled") throw notImplemented("MFA delete");
    const versioning = configuration?.Status;
    if (versioning === undefined) throw errors.illegalVersioningConfiguration();
    if (versioning !== "Enabled" && versioning !== "Suspended") throw errors.malformedXml();
    findBucket(store, request).change({ versioning });
    return {};
  },
});
