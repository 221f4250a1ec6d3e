import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from "@aws-sdk/client-s3";
import { unlessGone } from "./clean-up.ts";
import { ScenarioError } from "./scenario-error.ts";

/** What a target lacks, a bucket on it cannot hold. */
const lacking = ["NotImplemented"];

/** Deletes a bucket with everything in it: objects, versions, delete markers, unfinished uploads. Content where there is none. */
export async function removeBucket(s3: S3Client, Bucket: string): Promise<void> {
  await unlessGone(
    ["NoSuchBucket"],
    (async () => {
      await unlessGone(lacking, removeAll(s3, Bucket, listVersions));
      await removeAll(s3, Bucket, listObjects);
      await unlessGone(lacking, abortUploads(s3, Bucket));
      await s3.send(new DeleteBucketCommand({ Bucket }));
    })(),
  );
}

type List = (s3: S3Client, Bucket: string) => Promise<readonly ObjectIdentifier[]>;

async function listVersions(s3: S3Client, Bucket: string): Promise<readonly ObjectIdentifier[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
}

async function listObjects(s3: S3Client, Bucket: string): Promise<readonly ObjectIdentifier[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => ({ Key }));
}

/** Page by page: what was listed is gone, so the first page is always the next one. */
async function removeAll(s3: S3Client, Bucket: string, list: List): Promise<void> {
  for (let page = await list(s3, Bucket); page.length > 0; page = await list(s3, Bucket)) {
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [...page], Quiet: true } }),
    );
    const [first] = Errors;
    if (first !== undefined) {
      throw new ScenarioError(`${Errors.length} objects cannot be deleted, ${first.Key} with ${first.Code}`);
    }
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
