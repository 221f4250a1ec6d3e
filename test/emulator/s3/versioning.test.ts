import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";

const Bucket = "landing";

async function versioned(world: TwoAccounts) {
  const { s3 } = world.b;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  const put = async (Key: string, Body: string) =>
    (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? "";
  const get = async (Key: string, VersionId?: string) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
  return { s3, put, get };
}

test("keeps every version of a key, the newest in front", async () => {
  await using world = await twoAccounts();
  const { s3, put, get } = await versioned(world);
  const [first, second] = [await put("k", "one"), await put("k", "two")];
  expect(first).not.toBe(second);
  expect(await get("k")).toBe("two");
  expect(await get("k", first)).toBe("one");
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [second, true],
    [first, false],
  ]);
});

test("hides a key behind a delete marker, and shows it again when the marker goes", async () => {
  await using world = await twoAccounts();
  const { s3, put, get } = await versioned(world);
  await put("k", "one");
  const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(marker.DeleteMarker).toBe(true);
  expect((await errorOf(get("k"))).code).toBe("NoSuchKey");
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  expect(await errorOf(get("k", marker.VersionId))).toMatchObject({ code: "MethodNotAllowed", status: 405 });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: marker.VersionId }));
  expect(await get("k")).toBe("one");
});

test("overwrites the null version while versioning is suspended, and no other", async () => {
  await using world = await twoAccounts();
  const { s3, put, get } = await versioned(world);
  const kept = await put("k", "kept");
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }));
  // The answer does not name the version `null`.
  expect(await put("k", "null 1")).toBe("");
  await put("k", "null 2");
  expect(await get("k", "null")).toBe("null 2");
  expect(await get("k", kept)).toBe("kept");
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["null", kept]);
});

test("pages through versions without losing or repeating one", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await versioned(world);
  const expected: string[] = [];
  for (const key of ["a", "b/1", "b/2", "c"]) {
    const versions = [await put(key, "1"), await put(key, "2")];
    expected.push(...versions.reverse().map((version) => `${key} ${version}`));
  }
  const seen: string[] = [];
  let markers = {};
  for (let page = 0; page < 10; page++) {
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 3, ...markers }));
    seen.push(...(listed.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    if (listed.IsTruncated !== true) break;
    markers = { KeyMarker: listed.NextKeyMarker, VersionIdMarker: listed.NextVersionIdMarker };
  }
  expect(seen).toEqual(expected);
});

test("deletes many keys at once, each with its own outcome", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await versioned(world);
  const version = await put("a", "1");
  await put("b", "1");
  const { Deleted, Errors } = await s3.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: [{ Key: "a", VersionId: version }, { Key: "b" }, { Key: "never" }] },
    }),
  );
  expect(Errors).toBeUndefined();
  expect(Deleted).toEqual([
    { Key: "a", VersionId: version },
    { Key: "b", DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
    { Key: "never", DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
  ]);
});

test("tells an id that was never given from a version that is gone", async () => {
  await using world = await twoAccounts();
  const { s3, put, get } = await versioned(world);
  const gone = await put("k", "one");
  const remove = (VersionId: string) => s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
  await remove(gone);
  expect(await errorOf(get("k", gone))).toEqual({
    code: "NoSuchVersion",
    message: "The specified version does not exist.",
    status: 404,
  });
  const neverGiven = "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD";
  const invalid = { code: "InvalidArgument", message: "Invalid version id specified", status: 400 };
  expect(await errorOf(get("k", neverGiven))).toEqual(invalid);
  expect(await errorOf(remove(neverGiven))).toEqual(invalid);
  await remove(gone);
  const Objects = [{ Key: "k", VersionId: neverGiven }];
  const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Errors).toMatchObject([{ Code: "NoSuchVersion", VersionId: neverGiven }]);
});
