import { PutBucketPolicy$, type PutBucketPolicyCommandInput } from "@aws-sdk/client-s3";
import { ServiceError } from "../../model/service-error.ts";
import { isPublicPolicy, type Policy, resolvePrincipals, validateBucketPolicy } from "../../policy/index.ts";
import { onPolicyOf, publicAccessBlockOf } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/**
 * Saves the bucket policy, its principals looked up: a role that does not exist yet is refused.
 * Source: S3 API Reference, PutBucketPolicy.
 */
export const putBucketPolicy = signedOnly<PutBucketPolicyCommandInput, object>({
  schema: PutBucketPolicy$,
  emulates: ["Bucket", "Policy", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => [onPolicyOf(store, findBucket(store, call), call, "s3:PutBucketPolicy")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    if (request.accountId !== bucket.owner.accountId) throw errors.methodNotAllowed("PUT", "BUCKETPOLICY");
    const validated = validateBucketPolicy(request.input.Policy ?? "", { bucketArn: bucket.arn });
    if (validated.kind === "not-emulated") throw new ServiceError("NotImplemented", validated.message, 501);
    const { principals } = store.environment;
    const resolved =
      validated.kind === "valid"
        ? resolvePrincipals(validated.document, (principal) => principals.lookUp(principal), "bucket")
        : validated;
    if (resolved.kind === "invalid") {
      const { code, message, detail } = resolved;
      throw code === "MalformedPolicy"
        ? errors.malformedPolicy(message, detail)
        : new ServiceError(code, message, 400, detail === undefined ? {} : { fields: { Detail: detail } });
    }
    const { document } = resolved;
    if (
      publicAccessBlockOf(store, bucket).BlockPublicPolicy &&
      isPublicPolicy(document, store.environment.openQuestions)
    ) {
      throw errors.publicPolicyBlocked(request.caller.principal, bucket);
    }
    const policy: Policy = {
      type: "resource",
      name: "bucket policy",
      accountId: bucket.owner.accountId,
      attachedTo: bucket.arn,
      document,
    };
    bucket.change({ policy });
    return {};
  },
});
