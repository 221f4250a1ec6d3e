import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareUtf8 } from "../../../emulator/s3/key-order.ts";
import { listKeys, urlEncoded } from "../../../emulator/s3/listing.ts";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { send, signed } from "../../support/signed.ts";
import { Bucket, bucketOfB, putPolicy } from "./support.ts";

const bytesOrder = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
const key = fc.string({ unit: fc.constantFrom("a", "b", "/", "é", "\uffee", "😀"), minLength: 1, maxLength: 6 });
const keys = fc.uniqueArray(key, { maxLength: 30 }).map((each) => each.sort(bytesOrder));

/** What a listing must show, said without positions: every entry once, in order. */
function entries(sorted: readonly string[], prefix: string, delimiter: string): readonly string[] {
  const rolled = sorted
    .filter((each) => each.startsWith(prefix))
    .map((each) => {
      const at = delimiter === "" ? -1 : each.indexOf(delimiter, prefix.length);
      return at < 0 ? each : each.slice(0, at + delimiter.length);
    });
  return [...new Set(rolled)].sort(bytesOrder);
}

describe("listKeys", () => {
  test("compares keys by their UTF-8 bytes", () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(Math.sign(compareUtf8(one, other))).toBe(bytesOrder(one, other));
      }),
    );
  });

  test("pages show every entry once and in order, whatever the prefix, the delimiter and the page size", () => {
    const settings = fc.record({
      prefix: fc.constantFrom("", "a", "a/", "é"),
      delimiter: fc.constantFrom("", "/", "b"),
      maxKeys: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(keys, settings, (sorted, { prefix, delimiter, maxKeys }) => {
        const seen: string[] = [];
        let after: string | undefined = "";
        while (after !== undefined) {
          const page = listKeys(sorted, { prefix, delimiter, after, maxKeys }, () => true);
          seen.push(...[...page.keys, ...page.commonPrefixes].sort(bytesOrder));
          expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
          after = page.next;
        }
        expect(seen).toEqual(entries(sorted, prefix, delimiter));
      }),
    );
  });

  test("a key that has nothing to show takes no place on a page", () => {
    const question = { prefix: "", delimiter: "/", after: "", maxKeys: 2 };
    const page = listKeys(["a", "b/1", "b/2", "c"], question, (each) => each !== "a" && each !== "b/1");
    expect(page).toEqual({ keys: ["c"], commonPrefixes: ["b/"], next: undefined });
  });
});

test("encodes keys for XML as S3 does", () => {
  expect(urlEncoded("a b/c+d&e(ü)*~.txt")).toBe("a+b/c%2Bd%26e%28%C3%BC%29*~.txt");
});

describe("over the wire", () => {
  test("both versions page in the order of UTF-8, with common prefixes in their places", async () => {
    await using world = await twoAccounts();
    const { s3, put } = await bucketOfB(world);
    for (const each of ["test_10", "test_0", "dir/1", "dir/2", "test_1", "zoo", "\uffee", "😀"]) await put(each, "x");
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 3 }));
    expect(first).toMatchObject({ KeyCount: 3, IsTruncated: true, CommonPrefixes: [{ Prefix: "dir/" }] });
    expect(first.Contents?.map(({ Key }) => Key)).toEqual(["test_0", "test_1"]);
    const rest = await s3.send(
      new ListObjectsV2Command({ Bucket, Delimiter: "/", ContinuationToken: first.NextContinuationToken }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(["test_10", "zoo", "\uffee", "😀"]);
    expect(rest).toMatchObject({ IsTruncated: false, KeyCount: 4 });
    const v1 = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 1 }));
    expect(v1).toMatchObject({ NextMarker: "dir/", IsTruncated: true, CommonPrefixes: [{ Prefix: "dir/" }] });
    const next = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 1, Marker: v1.NextMarker }));
    expect(next.Contents?.map(({ Key }) => Key)).toEqual(["test_0"]);
    const after = await s3.send(new ListObjectsV2Command({ Bucket, StartAfter: "test_10", FetchOwner: true }));
    expect(after.Contents?.map(({ Key, Owner }) => [Key, Owner?.ID])).toEqual(
      ["zoo", "\uffee", "😀"].map((each) => [each, world.accountB.canonicalUserId]),
    );
  });

  test("refuses tokens, encodings and page sizes that are none", async () => {
    await using world = await twoAccounts();
    const { s3 } = await bucketOfB(world);
    const list = (more: object) => errorOf(s3.send(new ListObjectsV2Command({ Bucket, ...more })));
    expect(await list({ ContinuationToken: "made up" })).toEqual({
      code: "InvalidArgument",
      message: "The continuation token provided is incorrect",
      status: 400,
    });
    expect(await list({ EncodingType: "base64" })).toEqual({
      code: "InvalidArgument",
      message: "Invalid Encoding Method specified in Request",
      status: 400,
    });
    expect((await list({ MaxKeys: -1 })).code).toBe("InvalidArgument");
    expect(await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))).toMatchObject({
      KeyCount: 0,
      IsTruncated: false,
    });
  });

  test("writes keys percent-encoded where that is asked for", async () => {
    await using world = await twoAccounts();
    const { put } = await bucketOfB(world);
    await put("a b/ü&<x>", "x");
    const target = `/${Bucket}?list-type=2&encoding-type=url&prefix=a%20b%2F`;
    const request = signed(world.emulator, { target }, { keys: world.accountB, service: "s3" });
    const { body } = await send(world.emulator, request);
    expect(body).toContain("<Key>a+b/%C3%BC%26%3Cx%3E</Key>");
    expect(body).toContain("<Prefix>a+b/</Prefix>");
    expect(body).toContain("<EncodingType>url</EncodingType>");
  });

  test("policies see prefix, delimiter and page size", async () => {
    await using world = await twoAccounts();
    await bucketOfB(world);
    await putPolicy(world, {
      Principal: { AWS: world.accountA.id },
      Action: "s3:ListBucket",
      Resource: `arn:aws:s3:::${Bucket}`,
      Condition: {
        StringEquals: { "s3:prefix": "mine/", "s3:delimiter": "/" },
        NumericLessThanEquals: { "s3:max-keys": "10" },
      },
    });
    const list = (more: object) => world.a.s3.send(new ListObjectsV2Command({ Bucket, ...more }));
    await list({ Prefix: "mine/", Delimiter: "/", MaxKeys: 10 });
    for (const denied of [
      { Prefix: "theirs/", Delimiter: "/", MaxKeys: 10 },
      { Prefix: "mine/", MaxKeys: 10 },
      { Prefix: "mine/", Delimiter: "/", MaxKeys: 11 },
      { Prefix: "mine/", Delimiter: "/" },
    ]) {
      expect((await errorOf(list(denied))).code).toBe("AccessDenied");
    }
  });

  test("what was deleted and put again is listed once", async () => {
    await using world = await twoAccounts();
    const { s3 } = world.b;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const list = async () => {
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return Contents?.map(({ Key }) => Key) ?? [];
    };
    for (const Key of ["b", "a"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    expect(await list()).toEqual(["a", "b"]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }));
    expect(await list()).toEqual(["a", "b"]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "b" }));
    expect(await list()).toEqual(["a"]);
  });
});
