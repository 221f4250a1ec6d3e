import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { awsCli, needsClient, python } from "../../support/child-clients.ts";
import { twoAccounts } from "../../support/clients.ts";
import { presigned, send, signed } from "../../support/signed.ts";

const Bucket = "keys-of-every-kind";

/** Whatever a key may hold that a path, a query or XML could misread. */
const keys = [
  "plain",
  "with space",
  "plus+and%percent",
  "%41 is not A",
  "a//b",
  "/leading",
  "trailing/",
  "..",
  "a/../b",
  "./a",
  "question?mark&and=more",
  "hash#and;semicolon",
  "brackets[]{}()",
  "quotes'\"<>&amp;",
  "at@colon:comma,",
  "star*tilde~bang!dollar$",
  "back\\slash|pipe^caret`",
  "größer/数据/🖋",
  "new\nline\ttab",
  "__proto__",
  "constructor",
  "a".repeat(1024),
];

test("the SDK puts, lists and gets objects under any key", async () => {
  await using aws = await twoAccounts();
  const { s3 } = aws.a;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: `content of ${Key}` }));
  for (const Key of keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe(`content of ${Key}`);
  }
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const inOrder = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(Contents?.map(({ Key }) => Key)).toEqual(inOrder);
});

test("a signature made by hand covers any key, in the header and in the query", async () => {
  await using aws = await twoAccounts();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  const signing = { keys: aws.accountA, service: "s3", expiresSeconds: 60 };
  for (const key of keys) {
    const target = `/${Bucket}/${key
      .split("/")
      .map((part) =>
        encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
      )
      .join("/")}`;
    const put = signed(aws.emulator, { method: "PUT", target, body: key }, signing);
    expect([key, (await send(aws.emulator, put)).status]).toEqual([key, 200]);
    const got = await send(aws.emulator, presigned(aws.emulator, { target }, signing));
    expect([got.status, got.body]).toEqual([200, key]);
  }
});

test("boto3 puts, lists, gets and presigns objects under any key", async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using aws = await twoAccounts();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  const { exitCode, stdout, stderr } = await python(
    aws.emulator,
    aws.accountA,
    `
import boto3, json, urllib.request
from botocore.config import Config
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
keys = json.loads(${JSON.stringify(JSON.stringify(keys))})
for key in keys:
    s3.put_object(Bucket="${Bucket}", Key=key, Body=key.encode())
for key in keys:
    assert s3.get_object(Bucket="${Bucket}", Key=key)["Body"].read().decode() == key, key
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "${Bucket}", "Key": key}, ExpiresIn=60)
    assert urllib.request.urlopen(url).read().decode() == key, url
listed = [each["Key"] for each in s3.list_objects_v2(Bucket="${Bucket}")["Contents"]]
assert listed == sorted(keys, key=lambda key: key.encode()), listed
print("done")
`,
  );
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
});

test("the AWS CLI puts and lists an object under the worst of keys", async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await twoAccounts();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  const key = "a//b /../plus+%41?q=1&größer'<>";
  const put = await awsCli(aws.emulator, aws.accountA, ["s3api", "put-object", "--bucket", Bucket, "--key", key]);
  expect(put).toMatchObject({ exitCode: 0, stderr: "" });
  const list = await awsCli(aws.emulator, aws.accountA, ["s3api", "list-objects-v2", "--bucket", Bucket]);
  expect(JSON.parse(list.stdout).Contents.map(({ Key }: { readonly Key: string }) => Key)).toEqual([key]);
});
