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
import { ScenarioError } from "../scenario-error.ts";
import { onceFree, type Remove, unlessGone } from "./removal.ts";

/** What a target lacks, a bucket on it cannot hold. */
const lacking = ["NotImplemented"];

const noSuchBucket = ["NoSuchBucket"];

/** Bucket names are the whole world's: the account is the one thing that says whose it is. */
interface TheBucket {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}

/**
 * Deletes a bucket with everything in it: objects, versions, delete markers, unfinished uploads. What a delivery on its
 * way writes meanwhile goes too.
 */
export const removeBucket: Remove = (site, Bucket) => {
  const { s3 } = site.clients;
  const bucket = { Bucket, ExpectedBucketOwner: site.accountId };
  return unlessGone(
    noSuchBucket,
    onceFree(site, { codes: ["BucketNotEmpty"], withinSeconds: 60 }, async () => {
      await unlessGone(noSuchBucket, empty(s3, bucket));
      await s3.send(new DeleteBucketCommand(bucket));
    }),
  );
};

async function empty(s3: S3Client, bucket: TheBucket): Promise<void> {
  await unlessGone(lacking, removeAll(s3, bucket, listVersions));
  await removeAll(s3, bucket, listObjects);
  await unlessGone(lacking, abortUploads(s3, bucket));
}

type List = (s3: S3Client, bucket: TheBucket) => Promise<readonly ObjectIdentifier[]>;

async function listVersions(s3: S3Client, bucket: TheBucket): Promise<readonly ObjectIdentifier[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand(bucket));
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
}

async function listObjects(s3: S3Client, bucket: TheBucket): Promise<readonly ObjectIdentifier[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command(bucket));
  return Contents.map(({ Key }) => ({ Key }));
}

/** Page by page: what was listed is gone, so the first page is always the next one. */
async function removeAll(s3: S3Client, bucket: TheBucket, list: List): Promise<void> {
  for (let page = await list(s3, bucket); page.length > 0; page = await list(s3, bucket)) {
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ ...bucket, Delete: { Objects: [...page], Quiet: true } }),
    );
    const [first] = Errors;
    if (first !== undefined) {
      throw new ScenarioError(`${Errors.length} objects cannot be deleted, ${first.Key} with ${first.Code}`);
    }
  }
}

async function abortUploads(s3: S3Client, bucket: TheBucket): Promise<void> {
  let more = true;
  while (more) {
    const { Uploads = [], IsTruncated } = await s3.send(new ListMultipartUploadsCommand(bucket));
    for (const { Key, UploadId } of Uploads) {
      await unlessGone(["NoSuchUpload"], s3.send(new AbortMultipartUploadCommand({ ...bucket, Key, UploadId })));
    }
    more = IsTruncated === true && Uploads.length > 0;
  }
}
