import { Readable } from "node:stream";
import {
  type ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { type HandMade, send, signed } from "../../support/signed.ts";
import { Bucket, bucketOfB } from "./support.ts";

/** Checksums of "123456789": the check values that each algorithm's definition gives, and SHA digests of it. */
const known = {
  CRC32: "y/Q5Jg==",
  CRC32C: "4waSgw==",
  CRC64NVME: "rosUhgp5mIg=",
  SHA1: "98O8HYCOBHMq32eZZczDTKeuNEE=",
  SHA256: "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
} as const;

async function putByHand(world: TwoAccounts, message: HandMade) {
  const request = signed(
    world.emulator,
    { method: "PUT", target: `/${Bucket}/k`, ...message },
    {
      keys: world.accountB,
      service: "s3",
    },
  );
  const answer = await send(world.emulator, request);
  const [, code] = /<Code>(.*)<\/Code>/.exec(answer.body) ?? [];
  const [, text] = /<Message>(.*)<\/Message>/.exec(answer.body) ?? [];
  return { status: answer.status, code, text, headers: answer.headers };
}

describe.each(Object.entries(known))("%s", (algorithm, value) => {
  test("is verified, kept and given back", async () => {
    await using world = await twoAccounts();
    const { s3, put } = await bucketOfB(world);
    const sent = await put("k", "123456789", { ChecksumAlgorithm: algorithm as ChecksumAlgorithm });
    const member = `Checksum${algorithm}`;
    expect(sent).toMatchObject({ [member]: value, ChecksumType: "FULL_OBJECT" });
    const head = () => s3.send(new HeadObjectCommand({ Bucket, Key: "k", ChecksumMode: "ENABLED" }));
    expect(await head()).toMatchObject({ [member]: value, ChecksumType: "FULL_OBJECT" });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
    expect(await got.Body?.transformToString()).toBe("123456789");
  });

  test("refuses content that does not have it", async () => {
    await using world = await twoAccounts();
    await bucketOfB(world);
    const headers = { [`x-amz-checksum-${algorithm.toLowerCase()}`]: value };
    expect(await putByHand(world, { headers, body: "123456789" })).toMatchObject({ status: 200 });
    expect(await putByHand(world, { headers, body: "12345678x" })).toMatchObject({
      status: 400,
      code: "BadDigest",
      text: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  });
});

test("is read from behind a streamed body", async () => {
  await using world = await twoAccounts();
  const { put, read } = await bucketOfB(world);
  const sent = await put("k", Readable.from([Buffer.from("12345"), Buffer.from("6789")]), { ContentLength: 9 });
  expect(sent).toMatchObject({ ChecksumCRC32: known.CRC32 });
  expect(await read("k")).toBe("123456789");
});

test("refuses a streamed body whose trailing checksum is another's", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  const upload = (checksum: string) => {
    const body = `9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`;
    const request = signed(
      world.emulator,
      {
        method: "PUT",
        target: `/${Bucket}/k`,
        headers: {
          "content-encoding": "aws-chunked,gzip",
          "x-amz-decoded-content-length": "9",
          "x-amz-trailer": "x-amz-checksum-crc32",
        },
        body,
      },
      { keys: world.accountB, service: "s3", payload: "STREAMING-UNSIGNED-PAYLOAD-TRAILER" },
    );
    return send(world.emulator, request);
  };
  expect(await upload("AAAAAA==")).toMatchObject({
    status: 400,
    body: expect.stringContaining("<Code>BadDigest</Code>"),
  });
  expect(await upload(known.CRC32)).toMatchObject({ status: 200 });
  // The client's own encoding stays; `aws-chunked` was the request's.
  const { ContentEncoding } = await world.b.s3.send(new HeadObjectCommand({ Bucket, Key: "k" }));
  expect(ContentEncoding).toBe("gzip");
});

test("where the client sends none, S3's own is CRC64NVME: told of a write, shown of a read when asked for", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world);
  const answer = await putByHand(world, { body: "123456789" });
  expect(answer.headers["x-amz-checksum-crc64nvme"]).toBe(known.CRC64NVME);
  const copy = await s3.send(new CopyObjectCommand({ Bucket, Key: "l", CopySource: `${Bucket}/k` }));
  expect(copy.CopyObjectResult?.ChecksumCRC64NVME).toBe(known.CRC64NVME);
  const head = (ChecksumMode?: "ENABLED") => s3.send(new HeadObjectCommand({ Bucket, Key: "k", ChecksumMode }));
  expect(await head("ENABLED")).toMatchObject({ ChecksumCRC64NVME: known.CRC64NVME, ChecksumType: "FULL_OBJECT" });
  expect((await head()).ChecksumCRC64NVME).toBeUndefined();
});

test("verifies Content-MD5", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  const withMd5 = (md5: string) => putByHand(world, { headers: { "content-md5": md5 }, body: "123456789" });
  expect(await withMd5("AAAAAAAAAAAAAAAAAAAAAA==")).toMatchObject({
    status: 400,
    code: "BadDigest",
    text: "The Content-MD5 you specified did not match what we received.",
  });
  expect(await withMd5("!")).toMatchObject({
    status: 400,
    code: "InvalidDigest",
    text: "The Content-MD5 you specified was invalid.",
  });
  expect(await withMd5("JfnnlDI7RTiF9RgfG2JNCw==")).toMatchObject({ status: 200 });
});

test("refuses two checksums, a value that is none, and an algorithm without its value", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  const withHeaders = (headers: Record<string, string>) => putByHand(world, { headers, body: "123456789" });
  expect(
    await withHeaders({ "x-amz-checksum-crc32": known.CRC32, "x-amz-checksum-sha256": known.SHA256 }),
  ).toMatchObject({
    code: "InvalidRequest",
    text: "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
  });
  expect(await withHeaders({ "x-amz-checksum-crc32": "short" })).toMatchObject({
    code: "InvalidRequest",
    text: "Value for x-amz-checksum-crc32 header is invalid.",
  });
  expect(await withHeaders({ "x-amz-sdk-checksum-algorithm": "CRC32" })).toMatchObject({ code: "InvalidRequest" });
  expect(await withHeaders({ "x-amz-checksum-sha512": "x" })).toMatchObject({ status: 501, code: "NotImplemented" });
});

test("documents are verified too, and DeleteObjects takes no unverified one", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world);
  await put("k", "x");
  const body = "<Delete><Object><Key>k</Key></Object></Delete>";
  const remove = async (headers: Record<string, string>) =>
    putByHand(world, { method: "POST", target: `/${Bucket}?delete`, headers, body });
  expect(await remove({})).toMatchObject({
    status: 400,
    code: "InvalidRequest",
    text: "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
  });
  expect(await remove({ "x-amz-checksum-crc32": known.CRC32 })).toMatchObject({ status: 400, code: "BadDigest" });
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k" }] } }));
  expect(Deleted).toEqual([{ Key: "k" }]);
  expect((await errorOf(s3.send(new GetObjectCommand({ Bucket, Key: "k" })))).code).toBe("NoSuchKey");
});
