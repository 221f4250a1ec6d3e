/** Every operation that is emulated. */
import { abortMultipartUpload } from "./actions/abort-multipart-upload.ts";
import { completeMultipartUpload } from "./actions/complete-multipart-upload.ts";
import { copyObject } from "./actions/copy-object.ts";
import { createBucket } from "./actions/create-bucket.ts";
import { createMultipartUpload } from "./actions/create-multipart-upload.ts";
import { deleteBucket } from "./actions/delete-bucket.ts";
import { deleteBucketEncryption } from "./actions/delete-bucket-encryption.ts";
import { deleteBucketOwnershipControls } from "./actions/delete-bucket-ownership-controls.ts";
import { deleteBucketPolicy } from "./actions/delete-bucket-policy.ts";
import { deleteBucketTagging } from "./actions/delete-bucket-tagging.ts";
import { deleteObject } from "./actions/delete-object.ts";
import { deleteObjectTagging } from "./actions/delete-object-tagging.ts";
import { deleteObjects } from "./actions/delete-objects.ts";
import { deletePublicAccessBlock } from "./actions/delete-public-access-block.ts";
import { getBucketAccelerateConfiguration } from "./actions/get-bucket-accelerate-configuration.ts";
import { getBucketAcl } from "./actions/get-bucket-acl.ts";
import { getBucketCors } from "./actions/get-bucket-cors.ts";
import { getBucketEncryption } from "./actions/get-bucket-encryption.ts";
import { getBucketLifecycleConfiguration } from "./actions/get-bucket-lifecycle-configuration.ts";
import { getBucketLocation } from "./actions/get-bucket-location.ts";
import { getBucketLogging } from "./actions/get-bucket-logging.ts";
import { getBucketNotificationConfiguration } from "./actions/get-bucket-notification-configuration.ts";
import { getBucketOwnershipControls } from "./actions/get-bucket-ownership-controls.ts";
import { getBucketPolicy } from "./actions/get-bucket-policy.ts";
import { getBucketPolicyStatus } from "./actions/get-bucket-policy-status.ts";
import { getBucketReplication } from "./actions/get-bucket-replication.ts";
import { getBucketRequestPayment } from "./actions/get-bucket-request-payment.ts";
import { getBucketTagging } from "./actions/get-bucket-tagging.ts";
import { getBucketVersioning } from "./actions/get-bucket-versioning.ts";
import { getBucketWebsite } from "./actions/get-bucket-website.ts";
import { getObject } from "./actions/get-object.ts";
import { getObjectAcl } from "./actions/get-object-acl.ts";
import { getObjectAttributes } from "./actions/get-object-attributes.ts";
import { getObjectLockConfiguration } from "./actions/get-object-lock-configuration.ts";
import { getObjectTagging } from "./actions/get-object-tagging.ts";
import { getPublicAccessBlock } from "./actions/get-public-access-block.ts";
import { headBucket } from "./actions/head-bucket.ts";
import { headObject } from "./actions/head-object.ts";
import { listBuckets } from "./actions/list-buckets.ts";
import { listMultipartUploads } from "./actions/list-multipart-uploads.ts";
import { listObjectVersions } from "./actions/list-object-versions.ts";
import { listObjects } from "./actions/list-objects.ts";
import { listObjectsV2 } from "./actions/list-objects-v2.ts";
import { listParts } from "./actions/list-parts.ts";
import { putBucketAcl } from "./actions/put-bucket-acl.ts";
import { putBucketEncryption } from "./actions/put-bucket-encryption.ts";
import { putBucketOwnershipControls } from "./actions/put-bucket-ownership-controls.ts";
import { putBucketPolicy } from "./actions/put-bucket-policy.ts";
import { putBucketTagging } from "./actions/put-bucket-tagging.ts";
import { putBucketVersioning } from "./actions/put-bucket-versioning.ts";
import { putObject } from "./actions/put-object.ts";
import { putObjectAcl } from "./actions/put-object-acl.ts";
import { putObjectTagging } from "./actions/put-object-tagging.ts";
import { putPublicAccessBlock } from "./actions/put-public-access-block.ts";
import { uploadPart } from "./actions/upload-part.ts";
import { uploadPartCopy } from "./actions/upload-part-copy.ts";
import { signedOnly } from "./signed-only.ts";

export const bucketActions = [
  signedOnly(createBucket),
  signedOnly(deleteBucket),
  signedOnly(deleteBucketEncryption),
  signedOnly(deleteBucketOwnershipControls),
  signedOnly(deleteBucketPolicy),
  signedOnly(deleteBucketTagging),
  signedOnly(deletePublicAccessBlock),
  getBucketAccelerateConfiguration,
  getBucketAcl,
  getBucketCors,
  getBucketEncryption,
  getBucketLifecycleConfiguration,
  getBucketLocation,
  getBucketLogging,
  getBucketNotificationConfiguration,
  signedOnly(getBucketOwnershipControls),
  getBucketPolicy,
  getBucketPolicyStatus,
  getBucketReplication,
  getBucketRequestPayment,
  getBucketTagging,
  getBucketVersioning,
  getBucketWebsite,
  getObjectLockConfiguration,
  getPublicAccessBlock,
  headBucket,
  listBuckets,
  signedOnly(putBucketAcl),
  signedOnly(putBucketEncryption),
  signedOnly(putBucketOwnershipControls),
  signedOnly(putBucketPolicy),
  signedOnly(putBucketTagging),
  signedOnly(putBucketVersioning),
  signedOnly(putPublicAccessBlock),
];

export const objectActions = [
  abortMultipartUpload,
  completeMultipartUpload,
  signedOnly(copyObject),
  signedOnly(createMultipartUpload),
  deleteObject,
  deleteObjectTagging,
  deleteObjects,
  getObject,
  getObjectAcl,
  getObjectAttributes,
  getObjectTagging,
  headObject,
  listMultipartUploads,
  listObjectVersions,
  listObjects,
  listObjectsV2,
  listParts,
  putObject,
  signedOnly(putObjectAcl),
  putObjectTagging,
  uploadPart,
  signedOnly(uploadPartCopy),
];
