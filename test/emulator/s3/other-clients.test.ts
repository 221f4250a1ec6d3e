import { expect, test } from "vitest";
import { awsCli, needsClient, python } from "../../support/child-clients.ts";
import { twoAccounts } from "../../support/clients.ts";
import { send, signed } from "../../support/signed.ts";
import { Bucket, bucketOfB, putPolicy } from "./support.ts";

test("the AWS CLI makes a bucket, sets its policy, and copies a tree there and back", async ({ skip }) => {
  await needsClient(skip, "aws");
  await using world = await twoAccounts();
  const aws = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await awsCli(world.emulator, world.accountB, args);
    expect([exitCode, stderr]).toEqual([0, ""]);
    return stdout;
  };
  await aws("s3api", "create-bucket", "--bucket", Bucket);
  const Policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: world.accountA.id },
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
    ],
  };
  await aws("s3api", "put-bucket-policy", "--bucket", Bucket, "--policy", JSON.stringify(Policy));
  const folder = import.meta.dirname;
  await aws("s3", "cp", "--recursive", "--quiet", folder, `s3://${Bucket}/tests/`);
  const text = await awsCli(world.emulator, world.accountA, ["s3", "cp", `s3://${Bucket}/tests/support.ts`, "-"]);
  expect(text.stdout).toContain("export async function bucketOfB");
});

test("the AWS CLI shows AWS's error where another account may not write", async ({ skip }) => {
  await needsClient(skip, "aws");
  await using world = await twoAccounts();
  await bucketOfB(world);
  const put = ["s3api", "put-object", "--bucket", Bucket, "--key", "k", "--acl", "bucket-owner-full-control"];
  const refused = await awsCli(world.emulator, world.accountA, put);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr.trim()).toContain(
    "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
  );
  await putPolicy(world, { Principal: { AWS: world.accountA.id }, Action: ["s3:PutObject", "s3:PutObjectAcl"] });
  expect((await awsCli(world.emulator, world.accountA, put)).exitCode).toBe(0);
});

test("boto3 uploads in parts, reads a range, lists versions and presigns", async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using world = await twoAccounts();
  const program = `
import boto3, io, json, urllib.request
from botocore.client import Config
from boto3.s3.transfer import TransferConfig
s3 = boto3.client("s3")
s3.create_bucket(Bucket="${Bucket}")
s3.put_bucket_versioning(Bucket="${Bucket}", VersioningConfiguration={"Status": "Enabled"})
content = b"0123456789" * 1200000
s3.upload_fileobj(io.BytesIO(content), "${Bucket}", "large", Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20))
back = io.BytesIO()
s3.download_fileobj("${Bucket}", "large", back)
assert back.getvalue() == content
assert s3.get_object(Bucket="${Bucket}", Key="large", Range="bytes=5242878-5242883")["Body"].read() == content[5242878:5242884]
head = s3.head_object(Bucket="${Bucket}", Key="large")
s3.put_object(Bucket="${Bucket}", Key="sp ace/ü", Body=b"x", Tagging="a=1")
s3.delete_object(Bucket="${Bucket}", Key="sp ace/ü")
versions = s3.list_object_versions(Bucket="${Bucket}")
urls = boto3.client("s3", config=Config(signature_version="s3v4"))
url = urls.generate_presigned_url("get_object", Params={"Bucket": "${Bucket}", "Key": "large"})
presigned = urllib.request.urlopen(url).read() == content
try:
    urllib.request.urlopen(s3.generate_presigned_url("get_object", Params={"Bucket": "${Bucket}", "Key": "large"}))
except urllib.error.HTTPError as error:
    version2 = error.code
try:
    s3.get_object(Bucket="${Bucket}", Key="never")
except s3.exceptions.NoSuchKey as error:
    missing = error.response["Error"]
print(json.dumps([head["ETag"][-3:], [v["Key"] for v in versions["Versions"]], [m["Key"] for m in versions["DeleteMarkers"]], presigned, version2, missing["Code"], missing["Key"]]))
`;
  const { stdout, stderr } = await python(world.emulator, world.accountB, program);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(['-3"', ["large", "sp ace/ü"], ["sp ace/ü"], true, 400, "NoSuchKey", "never"]);
});

test("a client may name the version of the API in every request", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world);
  const message = { method: "PUT", target: `/${Bucket}/k`, body: "x", headers: { "x-amz-api-version": "2006-03-01" } };
  const signing = { keys: world.accountB, service: "s3" };
  expect((await send(world.emulator, signed(world.emulator, message, signing))).status).toBe(200);
});
