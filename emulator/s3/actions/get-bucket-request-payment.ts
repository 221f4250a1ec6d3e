import { GetBucketRequestPayment$, type GetBucketRequestPaymentCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** The bucket's owner pays, as by default; setting it is not emulated. Source: S3 API Reference, GetBucketRequestPayment. */
export const getBucketRequestPayment = action<S3Store, GetBucketRequestPaymentCommandInput, object>({
  schema: GetBucketRequestPayment$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketRequestPayment")],
  run: () => ({ Payer: "BucketOwner" }),
});
