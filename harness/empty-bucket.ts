import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { unlessGone } from "./clean-up.ts";

/** What a target lacks, a bucket on it cannot hold. */
const lacking = ["NotImplemented"];

/** Deletes a bucket with everything in it: objects, versions, delete markers, unfinished uploads. Content where there is none. */
export async function removeBucket(s3: S3Client, Bucket: string): Promise<void> {
  await unlessGone(
    ["NoSuchBucket"],
    (async () => {
      await unlessGone(lacking, removeVersions(s3, Bucket));
      await removeObjects(s3, Bucket);
      await unlessGone(lacking, abortUploads(s3, Bucket));
      await s3.send(new DeleteBucketCommand({ Bucket }));
    })(),
  );
}

async function removeVersions(s3: S3Client, Bucket: string): Promise<void> {
  let more = true;
  while (more) {
    // What the last round listed is gone, so the first page is always the next one.
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const entries = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    for (const { Key, VersionId } of entries) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    more = page.IsTruncated === true && entries.length > 0;
  }
}

/** Where a target has no versions. */
async function removeObjects(s3: S3Client, Bucket: string): Promise<void> {
  let more = true;
  while (more) {
    const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    more = IsTruncated === true && Contents.length > 0;
  }
}

async function abortUploads(s3: S3Client, Bucket: string): Promise<void> {
  let more = true;
  while (more) {
    const { Uploads = [], IsTruncated } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    for (const { Key, UploadId } of Uploads) {
      await unlessGone(["NoSuchUpload"], s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
    }
    more = IsTruncated === true && Uploads.length > 0;
  }
}
