import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { Bucket, bucketOfB, putPolicy } from "./support.ts";

/** A bucket whose policy lets everybody do everything, and an unsigned request to it. */
async function openBucket(world: TwoAccounts) {
  const { s3, put } = await bucketOfB(world, { open: true, ownership: "ObjectWriter" });
  await put("k", "x");
  await putPolicy(world, { Principal: "*", Action: "s3:*" });
  const ask = async (method: string, target: string, headers: Record<string, string> = {}, body?: string) => {
    const init = { method, headers, ...(body !== undefined && { body }) };
    return (await fetch(`${world.emulator.url}/${Bucket}${target}`, init)).status;
  };
  return { s3, ask };
}

const versioning = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

test.for([
  ["initiate a multipart upload", "POST", "/m?uploads", {}, undefined],
  ["copy an object", "PUT", "/copy", { "x-amz-copy-source": `${Bucket}/k` }, undefined],
  ["change the bucket's list", "PUT", "?acl", { "x-amz-acl": "public-read" }, undefined],
  ["change an object's list", "PUT", "/k?acl", { "x-amz-acl": "public-read" }, undefined],
  ["read ownership controls", "GET", "?ownershipControls", {}, undefined],
  ["change versioning", "PUT", "?versioning", {}, versioning],
  ["remove the bucket's policy", "DELETE", "?policy", {}, undefined],
] as const)("nobody may %s without signing, whatever the policy says", async ([, method, target, headers, body]) => {
  await using world = await twoAccounts();
  const { ask } = await openBucket(world);
  expect(await ask(method, target, headers, body)).toBe(403);
});

test("the policy lets unsigned requests read, write, list and delete", async () => {
  await using world = await twoAccounts();
  const { s3, ask } = await openBucket(world);
  expect(await ask("GET", "/k")).toBe(200);
  expect(await ask("PUT", "/l", {}, "y")).toBe(200);
  expect(await ask("GET", "?list-type=2")).toBe(200);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).ContentLength).toBe(1);
  expect(await ask("DELETE", "/k")).toBe(204);
});
