/**
 * Configurations of a bucket that cannot be set here and so are never there; tools that read a bucket back ask for them.
 * Source: S3 API Reference, the page of each operation.
 */
import {
  GetBucketAccelerateConfiguration$,
  GetBucketCors$,
  GetBucketLifecycleConfiguration$,
  GetBucketLogging$,
  GetBucketNotificationConfiguration$,
  GetBucketReplication$,
  GetBucketRequestPayment$,
  GetBucketWebsite$,
  GetObjectLockConfiguration$,
} from "@aws-sdk/client-s3";
import type { StaticOperationSchema } from "@smithy/types";
import { type Action, action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

interface Input {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string;
}

/** Operation, permission, and what S3 answers while nothing is set: an output, or the code and text of an error. */
type Row = readonly [
  schema: StaticOperationSchema,
  permission: string,
  answer: object | readonly [code: string, message: string],
];

const rows: readonly Row[] = [
  [GetBucketAccelerateConfiguration$, "s3:GetAccelerateConfiguration", {}],
  [GetBucketCors$, "s3:GetBucketCORS", ["NoSuchCORSConfiguration", "The CORS configuration does not exist"]],
  [
    GetBucketLifecycleConfiguration$,
    "s3:GetLifecycleConfiguration",
    ["NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"],
  ],
  [GetBucketLogging$, "s3:GetBucketLogging", {}],
  [GetBucketNotificationConfiguration$, "s3:GetBucketNotification", {}],
  [
    GetBucketReplication$,
    "s3:GetReplicationConfiguration",
    ["ReplicationConfigurationNotFoundError", "The replication configuration was not found"],
  ],
  [GetBucketRequestPayment$, "s3:GetBucketRequestPayment", { Payer: "BucketOwner" }],
  [
    GetBucketWebsite$,
    "s3:GetBucketWebsite",
    ["NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"],
  ],
  [
    GetObjectLockConfiguration$,
    "s3:GetBucketObjectLockConfiguration",
    ["ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"],
  ],
];

export const getUnsetConfiguration = rows.map(
  ([schema, permission, answer]): Action<S3Store, Input, object> =>
    action<S3Store, Input, object>({
      schema,
      emulates: ["Bucket", "ExpectedBucketOwner"],
      permissions: (store, call) => [onBucket(store, findBucket(store, call), call, permission)],
      run: (store, request) => {
        if (!isError(answer)) return answer;
        const [code, message] = answer;
        throw errors.noSuchConfiguration(code, message, findBucket(store, request).name);
      },
    }),
);

function isError(answer: Row[2]): answer is readonly [string, string] {
  return Array.isArray(answer);
}
