/** Every operation that is emulated. */
import { abortMultipartUpload } from "./actions/abort-multipart-upload.ts";
import { completeMultipartUpload } from "./actions/complete-multipart-upload.ts";
import { copyObject } from "./actions/copy-object.ts";
import { createBucket } from "./actions/create-bucket.ts";
import { createMultipartUpload } from "./actions/create-multipart-upload.ts";
import { deleteBucket } from "./actions/delete-bucket.ts";
import { deleteBucketOwnershipControls } from "./actions/delete-bucket-ownership-controls.ts";
import { deleteBucketPolicy } from "./actions/delete-bucket-policy.ts";
import { deleteObject } from "./actions/delete-object.ts";
import { deleteObjects } from "./actions/delete-objects.ts";
import { deletePublicAccessBlock } from "./actions/delete-public-access-block.ts";
import { getBucketAcl } from "./actions/get-bucket-acl.ts";
import { getBucketLocation } from "./actions/get-bucket-location.ts";
import { getBucketOwnershipControls } from "./actions/get-bucket-ownership-controls.ts";
import { getBucketPolicy } from "./actions/get-bucket-policy.ts";
import { getBucketPolicyStatus } from "./actions/get-bucket-policy-status.ts";
import { getObject } from "./actions/get-object.ts";
import { getObjectAcl } from "./actions/get-object-acl.ts";
import { getPublicAccessBlock } from "./actions/get-public-access-block.ts";
import { headBucket } from "./actions/head-bucket.ts";
import { headObject } from "./actions/head-object.ts";
import { listBuckets } from "./actions/list-buckets.ts";
import { listMultipartUploads } from "./actions/list-multipart-uploads.ts";
import { listObjects } from "./actions/list-objects.ts";
import { listObjectsV2 } from "./actions/list-objects-v2.ts";
import { listParts } from "./actions/list-parts.ts";
import { putBucketAcl } from "./actions/put-bucket-acl.ts";
import { putBucketOwnershipControls } from "./actions/put-bucket-ownership-controls.ts";
import { putBucketPolicy } from "./actions/put-bucket-policy.ts";
import { putObject } from "./actions/put-object.ts";
import { putObjectAcl } from "./actions/put-object-acl.ts";
import { putPublicAccessBlock } from "./actions/put-public-access-block.ts";
import { uploadPart } from "./actions/upload-part.ts";
import { uploadPartCopy } from "./actions/upload-part-copy.ts";

export const bucketActions = [
  createBucket,
  deleteBucket,
  deleteBucketOwnershipControls,
  deleteBucketPolicy,
  deletePublicAccessBlock,
  getBucketAcl,
  getBucketLocation,
  getBucketOwnershipControls,
  getBucketPolicy,
  getBucketPolicyStatus,
  getPublicAccessBlock,
  headBucket,
  listBuckets,
  putBucketAcl,
  putBucketOwnershipControls,
  putBucketPolicy,
  putPublicAccessBlock,
];

export const objectActions = [
  abortMultipartUpload,
  completeMultipartUpload,
  copyObject,
  createMultipartUpload,
  deleteObject,
  deleteObjects,
  getObject,
  getObjectAcl,
  headObject,
  listMultipartUploads,
  listObjects,
  listObjectsV2,
  listParts,
  putObject,
  putObjectAcl,
  uploadPart,
  uploadPartCopy,
];
