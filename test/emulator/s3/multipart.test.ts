import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";

const Bucket = "landing";
const Key = "large/object";
const fiveMiB = 5 * 1024 * 1024;

async function begun(world: TwoAccounts, settings: { readonly ChecksumAlgorithm?: "CRC32" | "CRC64NVME" } = {}) {
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  const { UploadId } = await world.b.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...settings }));
  return { UploadId };
}

test("joins parts in the order of their numbers, and reads across them", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  const { UploadId } = await begun(world);
  const second = await s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 7, Body: Buffer.from("the end") }),
  );
  const first = await s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 2, Body: Buffer.alloc(fiveMiB, "a") }),
  );
  const Parts = [
    { PartNumber: 2, ETag: first.ETag },
    { PartNumber: 7, ETag: second.ETag },
  ];
  const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${fiveMiB - 2}-${fiveMiB + 2}` }));
  expect(await got.Body?.transformToString()).toBe("aathe");
  expect(got.ContentRange).toBe(`bytes ${fiveMiB - 2}-${fiveMiB + 2}/${fiveMiB + 7}`);
  const part = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
  expect(await part.Body?.transformToString()).toBe("the end");
  expect(part.PartsCount).toBe(2);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(fiveMiB + 7);
});

test("refuses a part below 5 MiB that is not the last", async () => {
  await using world = await twoAccounts();
  const { UploadId } = await begun(world);
  const Parts = [];
  for (const PartNumber of [1, 2]) {
    const { ETag } = await world.b.s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: Buffer.from("small") }),
    );
    Parts.push({ PartNumber, ETag });
  }
  const complete = world.b.s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  expect(await errorOf(complete)).toEqual({
    code: "EntityTooSmall",
    message: "Your proposed upload is smaller than the minimum allowed size",
    status: 400,
  });
});

test("refuses parts out of order, parts that are not there and uploads that are over", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  const { UploadId } = await begun(world);
  const { ETag } = await s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: Buffer.from("x") }),
  );
  const complete = (...Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect((await errorOf(complete({ PartNumber: 2, ETag }))).code).toBe("InvalidPart");
  expect((await errorOf(complete({ PartNumber: 2, ETag }, { PartNumber: 1, ETag }))).code).toBe("InvalidPartOrder");
  expect((await errorOf(complete({ PartNumber: 1, ETag: '"0"' }))).code).toBe("InvalidPart");
  await complete({ PartNumber: 1, ETag });
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "later" }));
  expect(await errorOf(complete({ PartNumber: 2, ETag }))).toEqual({
    code: "NoSuchUpload",
    message:
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    status: 404,
  });
});

test("lists parts and uploads until they are aborted", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  const { UploadId } = await begun(world);
  for (const PartNumber of [3, 1]) {
    await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: Buffer.from("x") }));
  }
  const parts = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
  expect(parts.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[1, 1]]);
  expect(parts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "1" });
  const listed = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: "large/" }));
  expect(listed.Uploads?.map((upload) => [upload.Key, upload.UploadId])).toEqual([[Key, UploadId]]);
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
  expect((await errorOf(s3.send(new ListPartsCommand({ Bucket, Key, UploadId })))).code).toBe("NoSuchUpload");
});

test("keeps the checksum of the parts' checksums, and the whole one where that was asked for", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  const { UploadId } = await begun(world, { ChecksumAlgorithm: "CRC32" });
  const part = await s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: Buffer.from("x"), ChecksumAlgorithm: "CRC32" }),
  );
  const incomplete = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
  expect(
    await errorOf(s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: incomplete }))),
  ).toMatchObject({
    message:
      "The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.",
  });
  const complete = { Parts: [{ PartNumber: 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 }] };
  const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: complete }));
  expect(done).toMatchObject({ ChecksumType: "COMPOSITE", ChecksumCRC32: expect.stringMatching(/^[^-]{8}-1$/) });
  const { Checksum } = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ["Checksum", "ObjectParts"] }),
  );
  expect(Checksum).toEqual({ ChecksumCRC32: done.ChecksumCRC32, ChecksumType: "COMPOSITE" });

  const whole = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "CRC64NVME" }));
  const only = await s3.send(
    new UploadPartCommand({
      Bucket,
      Key,
      UploadId: whole.UploadId,
      PartNumber: 1,
      Body: Buffer.from("123456789"),
      ChecksumAlgorithm: "CRC64NVME",
    }),
  );
  const joined = await s3.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId: whole.UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: only.ETag }] },
    }),
  );
  // The check value of CRC-64/NVME for "123456789" is 0xae8b14860a799888.
  expect(joined).toMatchObject({ ChecksumCRC64NVME: "rosUhgp5mIg=", ChecksumType: "FULL_OBJECT" });
});

test("copies a range of another object as a part", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  const { UploadId } = await begun(world);
  await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "0123456789" }));
  const { CopyPartResult } = await s3.send(
    new UploadPartCopyCommand({
      Bucket,
      Key,
      UploadId,
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      CopySourceRange: "bytes=2-4",
    }),
  );
  const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe("234");
  const beyond = s3.send(
    new UploadPartCopyCommand({
      Bucket,
      Key,
      UploadId: (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId,
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      CopySourceRange: "bytes=2-10",
    }),
  );
  expect(await errorOf(beyond)).toMatchObject({
    code: "InvalidArgument",
    message: "Range specified is not valid for source object of size: 10",
  });
});

test("answers the completion of a complete upload again as before, and leaves the object as it is", async () => {
  await using world = await twoAccounts();
  const { s3 } = world.b;
  const { UploadId } = await begun(world);
  const { ETag } = await s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: Buffer.from("x") }),
  );
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  const complete = async (more: object = {}) => {
    const command = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, ...more });
    const { $metadata: _, ...answer } = await s3.send(command);
    return answer;
  };
  const first = await complete();
  expect(first).toMatchObject({ Key, ChecksumCRC64NVME: expect.any(String), ChecksumType: "FULL_OBJECT" });
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "later" }));
  expect(await complete({ IfNoneMatch: "*" })).toEqual(first);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body?.transformToString()).toBe("later");
});
