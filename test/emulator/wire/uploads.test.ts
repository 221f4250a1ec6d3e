import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect, constants } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { ChecksumAlgorithm, CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { needsClient, python } from "../../support/child-clients.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { asText, openRaw, statusesIn } from "../../support/raw.ts";
import {
  basicDate,
  errorIn,
  type HandMade,
  hmac,
  scopeOf,
  send,
  sha256,
  signed,
  signingKeyOf,
} from "../../support/signed.ts";

const Bucket = "uploads-of-every-kind";

interface World extends TwoAccounts {
  /** Names of the files that the emulator keeps at this moment. */
  files(): Promise<readonly string[]>;
  stored(key: string): Promise<Buffer | undefined>;
}

/** An emulator whose temporary files can be looked at, with a bucket of A's. */
async function world(): Promise<World> {
  const before = process.env.TMPDIR;
  const folder = await mkdtemp(join(tmpdir(), "uploads-"));
  process.env.TMPDIR = folder;
  const aws = await twoAccounts().finally(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  return {
    ...aws,
    files: async () => (await readdir(folder, { recursive: true })).filter((name) => /(body|object)-/.test(name)),
    stored: async (Key) => {
      try {
        const { Body } = await aws.a.s3.send(new GetObjectCommand({ Bucket, Key }));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if ((error as Error).name === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await aws[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

const content = Buffer.from("0123456789abcdef".repeat(20_000));

describe("the SDK", () => {
  test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
    "uploads a stream in chunks with a %s behind it",
    async (algorithm) => {
      await using aws = await world();
      const Body = Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]);
      const put = {
        Bucket,
        Key: "k",
        Body,
        ContentLength: content.length,
        ChecksumAlgorithm: ChecksumAlgorithm[algorithm],
      };
      const answer = await aws.a.s3.send(new PutObjectCommand(put));
      expect(answer[`Checksum${algorithm}`]).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect((await aws.stored("k"))?.equals(content)).toBe(true);
    },
  );

  test("uploads nothing where its stream is shorter than it said", async () => {
    await using aws = await world();
    const put = { Bucket, Key: "k", Body: Readable.from([content]), ContentLength: content.length + 10 };
    expect((await errorOf(aws.a.s3.send(new PutObjectCommand(put)))).status).toBe(400);
    expect(await aws.stored("k")).toBeUndefined();
  });
});

test("boto3 uploads bytes, streams and files with checksums, and reads them back", async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using aws = await world();
  const { exitCode, stdout, stderr } = await python(
    aws.emulator,
    aws.accountA,
    `
import boto3, io, tempfile
s3 = boto3.client("s3")
data = b"0123456789abcdef" * 200000
for algorithm in [None, "CRC32", "SHA1", "SHA256"]:
    extra = {"ChecksumAlgorithm": algorithm} if algorithm else {}
    for kind, body in [("bytes", data), ("stream", io.BytesIO(data))]:
        key = f"{algorithm}/{kind}"
        s3.put_object(Bucket="${Bucket}", Key=key, Body=body, **extra)
        assert s3.get_object(Bucket="${Bucket}", Key=key, ChecksumMode="ENABLED")["Body"].read() == data, key
with tempfile.NamedTemporaryFile() as file:
    file.write(data); file.flush()
    s3.upload_file(file.name, "${Bucket}", "file")
assert s3.head_object(Bucket="${Bucket}", Key="file")["ContentLength"] == len(data)
print("done")
`,
  );
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
});

/** A PutObject whose chunks are signed one by one, with the signature of the whole as the first link. */
function inSignedChunks(
  aws: TwoAccounts,
  chunks: readonly Buffer[],
  changes: HandMade["headers"] = {},
): Required<HandMade> {
  const at = Date.now();
  const signing = { keys: aws.accountA, service: "s3", at, payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" };
  const decoded = chunks.reduce((bytes, chunk) => bytes + chunk.length, 0);
  const head = signed(
    aws.emulator,
    {
      method: "PUT",
      target: `/${Bucket}/k`,
      headers: { "content-encoding": "aws-chunked", "x-amz-decoded-content-length": String(decoded), ...changes },
    },
    signing,
  );
  let previous = /Signature=([0-9a-f]+)/.exec(head.headers.authorization ?? "")?.[1] ?? "";
  const body = [...chunks, Buffer.alloc(0)].map((chunk) => {
    const text = `AWS4-HMAC-SHA256-PAYLOAD\n${basicDate(at)}\n${scopeOf(signing)}\n${previous}\n${sha256("")}\n${sha256(chunk)}`;
    previous = hmac(signingKeyOf(signing), text).toString("hex");
    const header = `${chunk.length.toString(16)};chunk-signature=${previous}\r\n`;
    return Buffer.concat([Buffer.from(header), chunk, Buffer.from("\r\n")]);
  });
  return { ...head, body: Buffer.concat(body) };
}

const halves = [content.subarray(0, 65_536), content.subarray(65_536)];

describe("signed chunks", () => {
  test("are put together to the object", async () => {
    await using aws = await world();
    expect((await send(aws.emulator, inSignedChunks(aws, halves))).status).toBe(200);
    expect((await aws.stored("k"))?.equals(content)).toBe(true);
  });

  test("are not taken with one byte changed", async () => {
    await using aws = await world();
    const request = inSignedChunks(aws, halves);
    const body = Buffer.from(request.body);
    body[100_000] = (body[100_000] ?? 0) ^ 1;
    const { status, code } = errorIn(await send(aws.emulator, { ...request, body }));
    expect([status, code]).toEqual([403, "SignatureDoesNotMatch"]);
    expect(await aws.stored("k")).toBeUndefined();
  });

  test("are not taken when the announced length is another", async () => {
    await using aws = await world();
    const request = inSignedChunks(aws, halves, { "x-amz-decoded-content-length": String(content.length - 1) });
    const { status, code } = errorIn(await send(aws.emulator, request));
    expect([status, code]).toEqual([400, "IncompleteBody"]);
  });

  test("are not taken without an announced length", async () => {
    await using aws = await world();
    for (const length of ["", "1e3", "-1"]) {
      const request = inSignedChunks(aws, halves, { "x-amz-decoded-content-length": length });
      const { status, code } = errorIn(await send(aws.emulator, request));
      expect([status, code]).toEqual([411, "MissingContentLength"]);
    }
  });
});

describe("a body of unknown length", () => {
  test("is not taken as it is", async () => {
    await using aws = await world();
    const put = { method: "PUT", target: `/${Bucket}/k`, headers: { "transfer-encoding": "chunked" } };
    const request = signed(aws.emulator, put, { keys: aws.accountA, service: "s3", payload: "UNSIGNED-PAYLOAD" });
    await using connection = await openRaw(aws.emulator);
    connection.write(asText({ ...request, body: "" }));
    connection.write("3\r\nabc\r\n0\r\n\r\n");
    const text = await connection.end();
    expect(statusesIn(text)).toEqual([501]);
    expect(text).toContain("<Header>Transfer-Encoding</Header>");
    expect(await aws.stored("k")).toBeUndefined();
  });
});

describe("an announced payload", () => {
  const put = (aws: World, payload: string) => {
    const message = { method: "PUT", target: `/${Bucket}/k`, body: "content" };
    return send(aws.emulator, signed(aws.emulator, message, { keys: aws.accountA, service: "s3", payload }));
  };

  test("may be the body's hash or say that none is signed", async () => {
    await using aws = await world();
    for (const payload of [sha256("content"), "UNSIGNED-PAYLOAD"]) expect((await put(aws, payload)).status).toBe(200);
  });

  test("may not be anything else", async () => {
    await using aws = await world();
    expect(errorIn(await put(aws, "gibberish"))).toEqual({
      status: 400,
      code: "InvalidArgument",
      message:
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
      fields: { ArgumentName: "x-amz-content-sha256", ArgumentValue: "gibberish" },
    });
    expect(errorIn(await put(aws, "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"))).toMatchObject({
      status: 501,
      code: "NotImplemented",
    });
  });

  test("must be there", async () => {
    await using aws = await world();
    const message = { method: "PUT", target: `/${Bucket}/k`, body: "content" };
    const request = signed(aws.emulator, message, { keys: aws.accountA, service: "s3" });
    const { "x-amz-content-sha256": _left, ...headers } = request.headers;
    expect(errorIn(await send(aws.emulator, { ...request, headers }))).toMatchObject({
      status: 400,
      code: "InvalidRequest",
      message: "Missing required header for this request: x-amz-content-sha256",
    });
  });
});

describe("an upload that is larger than memory is meant for", () => {
  const large = Buffer.alloc(3 * 1024 * 1024, "large");
  const put = (aws: World, body: Buffer, changes: HandMade["headers"] = {}) =>
    signed(
      aws.emulator,
      { method: "PUT", target: `/${Bucket}/k`, headers: changes, body },
      { keys: aws.accountA, service: "s3" },
    );

  test("goes through a file that the object then is, and that goes with it", async () => {
    await using aws = await world();
    expect(await aws.files()).toEqual([]);
    expect((await send(aws.emulator, put(aws, large))).status).toBe(200);
    expect(await aws.files()).toHaveLength(1);
    expect((await aws.stored("k"))?.equals(large)).toBe(true);
    const remove = signed(
      aws.emulator,
      { method: "DELETE", target: `/${Bucket}/k` },
      { keys: aws.accountA, service: "s3" },
    );
    expect((await send(aws.emulator, remove)).status).toBe(204);
    expect(await aws.files()).toEqual([]);
  });

  test.each([
    [
      "the body is not what was announced",
      { change: (body: Buffer) => body.fill("L", 0, 1) },
      "XAmzContentSHA256Mismatch",
    ],
    ["its checksum is another", { headers: { "x-amz-checksum-crc32": "AAAAAA==" } }, "BadDigest"],
    ["a parameter is not emulated", { headers: { "x-amz-object-lock-legal-hold": "ON" } }, "NotImplemented"],
    ["the bucket is not there", { target: "/no-such-bucket-at-all/k" }, "NoSuchBucket"],
  ] as const)("leaves no file behind when %s", async (_what, how, code) => {
    await using aws = await world();
    const message = {
      method: "PUT",
      target: "target" in how ? how.target : `/${Bucket}/k`,
      headers: "headers" in how ? how.headers : {},
      body: large,
    };
    const request = signed(aws.emulator, message, { keys: aws.accountA, service: "s3" });
    const body = "change" in how ? how.change(Buffer.from(large)) : large;
    expect(errorIn(await send(aws.emulator, { ...request, body })).code).toBe(code);
    expect(await aws.files()).toEqual([]);
  });

  test("is refused before it is read when it is longer than S3 takes", async () => {
    await using aws = await world();
    const request = put(aws, Buffer.alloc(0), { "content-length": String(5 * 1024 ** 3 + 1) });
    await using connection = await openRaw(aws.emulator);
    connection.write(asText(request));
    const text = await connection.read((received) => received.includes("</Error>"));
    expect(text).toContain("<Code>EntityTooLarge</Code>");
    expect(text).toContain("<MaxSizeAllowed>5368709120</MaxSizeAllowed>");
  });

  test("of which the client sends half leaves neither object nor file", async () => {
    await using aws = await world();
    const request = asText({ ...put(aws, large), body: "" }).replace(
      /\r\n\r\n$/,
      `\r\ncontent-length: ${large.length}\r\n\r\n`,
    );
    const connection = await openRaw(aws.emulator);
    connection.write(request);
    connection.write(large.subarray(0, 2 * 1024 * 1024));
    await until(async () => (await aws.files()).length === 1);
    await connection[Symbol.asyncDispose]();
    await until(async () => (await aws.files()).length === 0);
    expect(await aws.stored("k")).toBeUndefined();
  });

  test("over HTTP/2 that is reset halfway leaves neither object nor file", async () => {
    await using aws = await world();
    const { headers } = put(aws, large);
    const { host, ...rest } = headers;
    const session = connect(aws.emulator.url);
    const stream = session.request({
      ":method": "PUT",
      ":path": `/${Bucket}/k`,
      ":authority": host,
      ...rest,
      "content-length": String(large.length),
    });
    stream.on("error", () => {});
    stream.write(large.subarray(0, 2 * 1024 * 1024));
    await until(async () => (await aws.files()).length === 1);
    stream.close(constants.NGHTTP2_CANCEL);
    await until(async () => (await aws.files()).length === 0);
    session.destroy();
    expect(await aws.stored("k")).toBeUndefined();
  });
});

/** Looks again with each turn of the event loop; the test's own time limit ends what never happens. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}
