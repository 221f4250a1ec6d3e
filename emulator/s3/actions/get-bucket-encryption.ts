import {
  GetBucketEncryption$,
  type GetBucketEncryptionCommandInput,
  type GetBucketEncryptionCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetBucketEncryptionCommandOutput, "$metadata">;

/** Every bucket has a default encryption. Source: S3 API Reference, GetBucketEncryption. */
export const getBucketEncryption = action<S3Store, GetBucketEncryptionCommandInput, Output>({
  schema: GetBucketEncryption$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetEncryptionConfiguration")],
  run: (store, request) => {
    const { encryption, blockedEncryption } = findBucket(store, request).settings;
    const { algorithm, kmsKeyId, bucketKeyEnabled } = encryption;
    const rule = {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: algorithm,
        ...(kmsKeyId !== undefined && { KMSMasterKeyID: kmsKeyId }),
      },
      ...(blockedEncryption !== undefined && { BlockedEncryptionTypes: { EncryptionType: [blockedEncryption] } }),
      BucketKeyEnabled: bucketKeyEnabled,
    };
    return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
  },
});
