import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { operationsOf } from "../../../emulator/wire/operations.ts";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { type Answer, errorIn, type HandMade, presigned, type Signing, send, signed } from "../../support/signed.ts";
import { sdk } from "../members/worlds.ts";

const Bucket = "parted-bucket";

async function withObject(): Promise<TwoAccounts> {
  const aws = await twoAccounts();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: "ObjectWriter" }));
  await aws.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  return aws;
}

const signedCall = (aws: TwoAccounts, service: string, message: HandMade, more: Partial<Signing> = {}) =>
  send(aws.emulator, signed(aws.emulator, message, { keys: aws.accountA, service, ...more }));

const s3 = (aws: TwoAccounts, message: HandMade) => signedCall(aws, "s3", message);

const byUrl = (aws: TwoAccounts, message: HandMade) =>
  send(aws.emulator, presigned(aws.emulator, message, { keys: aws.accountA, service: "s3", expiresSeconds: 60 }));

/** What of a request a refusal names; the status alone where there is no body. */
function namedIn(answer: Answer): string {
  if (answer.body === "") return String(answer.status);
  const { code, message, fields } = errorIn(answer);
  return code === "NotImplemented" ? (fields.Header ?? message) : `${code}: ${message}`;
}

/** Each operation of S3 that is served, as its HTTP trait has it, with what it requires. */
async function servedRequests(): Promise<readonly HandMade[]> {
  await using aws = await twoAccounts();
  const names = aws.emulator.operations().filter(({ service, emulated }) => service === "s3" && emulated);
  return names.map(({ name }) => {
    const traits = operationsOf(sdk.s3).get(name)?.[3] as { readonly http?: readonly [string, string] } | undefined;
    const [method = "", uri = ""] = traits?.http ?? [];
    const [path = "", query = ""] = uri.split("?");
    const parameters = query.split("&").filter((each) => each !== "" && !each.startsWith("x-id="));
    if (/Part|AbortM|CompleteM/.test(name)) parameters.push("uploadId=u");
    if (name.startsWith("UploadPart")) parameters.push("partNumber=1");
    const resource = name === "ListBuckets" ? "/" : path === "/" ? `/${Bucket}` : `/${Bucket}/k`;
    const headers: Record<string, string> = {};
    if (name.includes("Copy")) headers["x-amz-copy-source"] = `${Bucket}/k`;
    if (name === "GetObjectAttributes") headers["x-amz-object-attributes"] = "ETag";
    return { method, target: `${resource}?${parameters.join("&")}`, headers };
  });
}

const and = (target = "/", parameter: string) => `${target}${target.endsWith("?") ? "" : "&"}${parameter}`;

describe("every operation of S3 refuses by name", () => {
  test.each(["x-amz-invented", "if-range"])("the header %s", async (header) => {
    await using aws = await withObject();
    for (const request of await servedRequests()) {
      const answer = await s3(aws, { ...request, headers: { ...request.headers, [header]: "1" } });
      expect([request, namedIn(answer)]).toEqual([request, request.method === "HEAD" ? "501" : header]);
    }
  });

  test.each(["invented", "X-Amz-Acl", "x-amz-acl", "x-amz-invented"])("the query parameter %s", async (name) => {
    await using aws = await withObject();
    for (const request of await servedRequests()) {
      const answer = await s3(aws, { ...request, target: and(request.target, `${name}=1`) });
      const told = `The query parameter \`${name}\` is not emulated by firehose-crosscheck.`;
      expect([request, namedIn(answer)]).toEqual([request, request.method === "HEAD" ? "501" : told]);
    }
  });
});

describe("S3 refuses by name", () => {
  test.each([
    ["GET", "torrent", "s3:GetObjectTorrent"],
    ["GET", "legal-hold", "s3:GetObjectLegalHold"],
    ["POST", "restore", "s3:RestoreObject"],
    ["GET", "retention", "s3:GetObjectRetention"],
    ["PUT", "versionId=v", "The query parameter `versionId`"],
    ["PUT", "response-content-type=text/plain", "The query parameter `response-content-type`"],
    ["GET", "acl&tagging", "The query parameter `"],
    ["GET", "versionId=v&versionId=w", "The query parameter `versionId` given 2 times"],
  ])("a %s with the sub-resource %s", async (method, query, named) => {
    await using aws = await withObject();
    expect(namedIn(await s3(aws, { method, target: `/${Bucket}/k?${query}` }))).toContain(named);
  });

  test.each([
    ["GET", "x-amz-checksum-sha256"],
    ["GET", "x-amz-checksum-invented"],
    ["DELETE", "x-amz-sdk-checksum-algorithm"],
    ["PUT", "if-modified-since"],
    ["PUT", "range"],
  ])("of a %s the header %s, which other operations have", async (method, header) => {
    await using aws = await withObject();
    expect(namedIn(await s3(aws, { method, target: `/${Bucket}/k`, headers: { [header]: "x" } }))).toBe(header);
  });

  test("an algorithm without a checksum of it beside a document", async () => {
    await using aws = await withObject();
    const body = "<Tagging><TagSet/></Tagging>";
    const put = (headers: HandMade["headers"]) =>
      s3(aws, { method: "PUT", target: `/${Bucket}?tagging`, headers, body });
    expect((await put({})).status).toBe(204);
    expect(namedIn(await put({ "x-amz-sdk-checksum-algorithm": "SHA256" }))).toBe(
      "InvalidRequest: x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  });

  test("takes a parameter of the caller's own, and the one that names the operation in the SDK's URLs", async () => {
    await using aws = await withObject();
    expect((await s3(aws, { target: `/${Bucket}/k?x-purpose=test&x-id=GetObject` })).status).toBe(200);
  });
});

describe("a presigned URL", () => {
  test("carries an ACL, metadata and who pays as headers do", async () => {
    await using aws = await withObject();
    const query = "x-amz-acl=public-read&x-amz-meta-note=n&x-amz-request-payer=requester";
    // Public access is blocked.
    expect((await byUrl(aws, { method: "PUT", target: `/${Bucket}/url?${query}`, body: "y" })).status).toBe(403);
    const message = { method: "PUT", target: `/${Bucket}/url?${query.replace("public-read", "bucket-owner-read")}` };
    expect((await byUrl(aws, { ...message, body: "y" })).status).toBe(200);
    const { Metadata } = await aws.a.s3.send(new HeadObjectCommand({ Bucket, Key: "url" }));
    expect(Metadata).toEqual({ note: "n" });
  });

  test("has checksums, tags and user agents in it that S3 does not read", async () => {
    await using aws = await withObject();
    const query = "x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32&x-amz-tagging=a%3Db";
    const target = `/${Bucket}/url?${query}&X-Amz-User-Agent=u`;
    expect((await byUrl(aws, { method: "PUT", target, body: "content" })).status).toBe(200);
    const read = await byUrl(aws, { target: `/${Bucket}/url?x-amz-checksum-mode=ENABLED` });
    expect([read.body, read.headers["x-amz-checksum-crc64nvme"], read.headers["x-amz-tagging-count"]]).toEqual([
      "content",
      undefined,
      undefined,
    ]);
  });

  test.each(["x-amz-storage-class", "X-Amz-Acl", "x-amz-invented", "x-amz-grant-read"])(
    "is refused with %s, whose effect there is not known",
    async (name) => {
      await using aws = await withObject();
      const answer = await byUrl(aws, { method: "PUT", target: `/${Bucket}/url?${name}=x`, body: "y" });
      expect(namedIn(answer)).toContain(`\`${name}\``);
    },
  );

  test("is refused where its header says something else", async () => {
    await using aws = await withObject();
    const put = (acl: string) => {
      const headers = { "x-amz-acl": acl };
      return byUrl(aws, { method: "PUT", target: `/${Bucket}/url?x-amz-acl=private`, headers, body: "y" });
    };
    expect((await put("private")).status).toBe(200);
    expect(namedIn(await put("public-read"))).toContain("`x-amz-acl`");
  });
});

describe("services that name their operation refuse by name", () => {
  const json = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Kinesis_20131202.ListStreams" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const listRoles = "Action=ListRoles&Version=2010-05-08";

  test("headers of AWS's that they do not have", async () => {
    await using aws = await twoAccounts();
    const invented = { "x-amz-invented": "1" };
    for (const [service, headers, body] of [
      ["kinesis", json, "{}"],
      ["iam", form, listRoles],
    ] as const) {
      const call = (more: HandMade["headers"]) =>
        signedCall(aws, service, { method: "POST", headers: { ...headers, ...more }, body });
      expect((await call({ "x-amz-user-agent": "u" })).status).toBe(200);
      expect(namedIn(await call(invented))).toContain("The header `x-amz-invented`");
    }
  });

  test("query parameters", async () => {
    await using aws = await twoAccounts();
    const call = (target: string) => signedCall(aws, "kinesis", { method: "POST", target, headers: json, body: "{}" });
    expect(namedIn(await call("/?Limit=1"))).toContain("The query parameter `Limit`");
  });

  test.each(["MaxItems=1&MaxItems=2", "X-Amz-Invented=1"])("%s in a form", async (parameters) => {
    await using aws = await twoAccounts();
    const body = `${listRoles}&${parameters}`;
    const answer = await signedCall(aws, "iam", { method: "POST", headers: form, body });
    expect(namedIn(answer)).toContain(`The parameter \`${parameters.split("=")[0]}\``);
  });
});
