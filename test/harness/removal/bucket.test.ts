import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { removeBucket } from "../../../harness/removal/bucket.ts";
import { type Clients, errorOf, twoAccounts } from "../../support/clients.ts";
import { removalSite } from "../../support/removal-site.ts";

test("a bucket goes with its versions, delete markers and unfinished uploads", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  const { s3 } = two.a;
  await s3.send(new CreateBucketCommand({ Bucket: "full" }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: "full", VersioningConfiguration: { Status: "Enabled" } }));
  for (const Body of ["one", "two"]) await s3.send(new PutObjectCommand({ Bucket: "full", Key: "report", Body }));
  await s3.send(new DeleteObjectCommand({ Bucket: "full", Key: "report" }));
  await s3.send(new CreateMultipartUploadCommand({ Bucket: "full", Key: "large" }));
  await removeBucket(site, "full");
  expect(await bucketsOf(two.a)).toEqual([]);
});

test("a bucket goes with more objects than one listing has", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  const { s3 } = two.a;
  await s3.send(new CreateBucketCommand({ Bucket: "many" }));
  const keys = Array.from({ length: 1_001 }, (_, at) => `object-${at}`).values();
  const putOn = async () => {
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: "many", Key, Body: "x" }));
  };
  await Promise.all(Array.from({ length: 20 }, putOn));
  await removeBucket(site, "many");
  expect(await bucketsOf(two.a)).toEqual([]);
});

test("a bucket that is written into meanwhile goes all the same", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  await two.a.s3.send(new CreateBucketCommand({ Bucket: "full" }));
  let deletions = 0;
  site.clients.s3.middlewareStack.add((next, { commandName }) => async (args) => {
    // A delivery on its way arrives between the listing and the first deletion.
    if (commandName === "DeleteBucketCommand" && deletions++ === 0) {
      await two.a.s3.send(new PutObjectCommand({ Bucket: "full", Key: "late", Body: "x" }));
    }
    return next(args);
  });
  await removeBucket(site, "full");
  expect(deletions).toBe(2);
  expect(await bucketsOf(two.a)).toEqual([]);
});

test("a bucket of the name in another account is not touched", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  await two.b.s3.send(new CreateBucketCommand({ Bucket: "theirs" }));
  expect(await errorOf(removeBucket(site, "theirs"))).toMatchObject({ code: "AccessDenied" });
  expect(await bucketsOf(two.b)).toEqual(["theirs"]);
});

test("there need not be a bucket", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  await expect(removeBucket(site, "none")).resolves.toBeUndefined();
});

async function bucketsOf({ s3 }: Clients): Promise<readonly (string | undefined)[]> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name);
}
