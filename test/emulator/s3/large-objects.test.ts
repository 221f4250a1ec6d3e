import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { twoAccounts } from "../../support/clients.ts";
import { Bucket, bucketOfB } from "./support.ts";

/** Larger than what is kept in memory, and no multiple of any block. */
const sizeBytes = 5 * 1024 * 1024 + 7;
const content = Buffer.alloc(sizeBytes);
for (let at = 0; at < sizeBytes; at++) content[at] = (at * 31 + (at >> 8)) & 0xff;
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("a large body comes back byte for byte: streamed, whole, in ranges, copied and encrypted", async () => {
  await using world = await twoAccounts();
  const { s3 } = await bucketOfB(world);
  const { KeyMetadata } = await world.b.kms.send(new CreateKeyCommand({}));
  const read = async (Key: string, Range?: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  };
  const streamed = Readable.from(
    (function* () {
      for (let at = 0; at < sizeBytes; at += 100_000) yield content.subarray(at, at + 100_000);
    })(),
  );
  const { ETag } = await s3.send(
    new PutObjectCommand({ Bucket, Key: "plain", Body: streamed, ContentLength: sizeBytes }),
  );
  expect(ETag).toBe(`"${createHash("md5").update(content).digest("hex")}"`);
  const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KeyMetadata?.Arn } as const;
  await s3.send(new PutObjectCommand({ Bucket, Key: "sealed", Body: content, ...kms }));
  for (const from of ["plain", "sealed"]) {
    await s3.send(new CopyObjectCommand({ Bucket, Key: `${from} copy`, CopySource: `${Bucket}/${from}` }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: `${from} resealed`, CopySource: `${Bucket}/${from}`, ...kms }));
  }
  // What is left does not depend on what it was made from.
  for (const Key of ["plain", "sealed"]) {
    expect(digest(await read(Key))).toBe(digest(content));
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  }
  for (const Key of ["plain copy", "sealed copy", "plain resealed", "sealed resealed"]) {
    expect(digest(await read(Key))).toBe(digest(content));
    const [first, last] = [3_000_001, 3_100_000];
    expect(digest(await read(Key, `bytes=${first}-${last}`))).toBe(digest(content.subarray(first, last + 1)));
  }
});
