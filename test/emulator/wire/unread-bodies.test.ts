import { once } from "node:events";
import { connect } from "node:http2";
import { Readable } from "node:stream";
import { CreateBucketCommand, PutBucketPolicyCommand, PutPublicAccessBlockCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../emulator/index.ts";
import { readBody, StalledBody } from "../../../emulator/wire/body.ts";
import { contentTooLong } from "../../../emulator/wire/errors.ts";
import type { WireRequest } from "../../../emulator/wire/request.ts";
import { StallWatch } from "../../../emulator/wire/stall-watch.ts";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { asText, openRaw, statusesIn } from "../../support/raw.ts";
import { type HandMade, type Signing, send, signed } from "../../support/signed.ts";

const large = 200 * 1024 * 1024;
const announced = { "content-length": String(large) };

/** Account A's bucket `closed`, and `open`, into which anybody may write below `in/`. */
async function buckets(): Promise<TwoAccounts> {
  const aws = await twoAccounts();
  for (const Bucket of ["closed", "open"]) await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  const anybody = { Effect: "Allow", Principal: "*", Action: "s3:PutObject", Resource: "arn:aws:s3:::open/in/*" };
  const none = { BlockPublicPolicy: false, RestrictPublicBuckets: false };
  const PublicAccessBlockConfiguration = { ...none, BlockPublicAcls: false, IgnorePublicAcls: false };
  await aws.a.s3.send(new PutPublicAccessBlockCommand({ Bucket: "open", PublicAccessBlockConfiguration }));
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [anybody] });
  await aws.a.s3.send(new PutBucketPolicyCommand({ Bucket: "open", Policy }));
  return aws;
}

const keysOf = ({ accountA }: TwoAccounts, more: Partial<Signing> = {}): Signing => ({
  keys: accountA,
  service: "s3",
  payload: "UNSIGNED-PAYLOAD",
  ...more,
});
const put = (target: string): HandMade => ({ method: "PUT", target, headers: announced });
const hourMs = 3_600_000;

describe("a request that its head shows to be refused is answered before any of its body comes", () => {
  test.each<[what: string, code: string, make: (aws: TwoAccounts) => HandMade]>([
    ["an unsigned write into no bucket", "NoSuchBucket", () => put("/nobodys/k")],
    ["an unsigned write into a closed bucket", "AccessDenied", () => put("/closed/k")],
    ["an unsigned write beside what is open", "AccessDenied", () => put("/open/k")],
    ["an unsigned operation that is not emulated", "NotImplemented", () => put("/open/in/k?torrent")],
    [
      "a wrong signature",
      "SignatureDoesNotMatch",
      (aws) => {
        const request = signed(aws.emulator, put("/closed/k"), keysOf(aws));
        const authorization = (request.headers?.authorization ?? "").replace(/Signature=\w{4}/, "Signature=0000");
        return { ...request, headers: { ...request.headers, authorization } };
      },
    ],
    [
      "an unknown key",
      "InvalidAccessKeyId",
      (aws) =>
        signed(
          aws.emulator,
          put("/closed/k"),
          keysOf(aws, { keys: { accessKeyId: "AKIANOBODY", secretAccessKey: "x" } }),
        ),
    ],
    [
      "a date of yesterday",
      "RequestTimeTooSkewed",
      (aws) => signed(aws.emulator, put("/closed/k"), keysOf(aws, { at: aws.emulator.clock.now() - 24 * hourMs })),
    ],
  ])("%s: %s", async (_what, code, make) => {
    await using aws = await buckets();
    await using connection = await openRaw(aws.emulator);
    const { body: _none, ...head } = make(aws);
    connection.write(asText({ ...head, headers: { ...head.headers, ...announced } }));
    const text = await connection.read((received) => received.includes("</Error>"));
    expect(text).toContain(`<Code>${code}</Code>`);
  });

  test("over HTTP/2 too", async () => {
    await using aws = await buckets();
    const session = connect(aws.emulator.url);
    const stream = session.request({ ":method": "PUT", ":path": "/closed/k", ...announced });
    const [headers] = await once(stream, "response");
    expect(headers[":status"]).toBe(403);
    session.destroy();
  });

  test("and a client that asks first is not told to go on", async () => {
    await using aws = await buckets();
    await using connection = await openRaw(aws.emulator);
    connection.write(asText({ ...put("/closed/k"), headers: { ...announced, expect: "100-continue" } }));
    expect(statusesIn(await connection.end())).toEqual([403]);
  });
});

describe("what its head does not show to be refused", () => {
  test("an unsigned write that a policy allows is taken", async () => {
    await using aws = await buckets();
    const write = { method: "PUT", target: "/open/in/k", body: "content" };
    expect((await send(aws.emulator, write)).status).toBe(200);
    expect((await send(aws.emulator, { ...write, target: "/open/k" })).status).toBe(403);
  });

  test("an unsigned call of STS is read to a small bound", async () => {
    await using aws = await twoAccounts();
    const call = (length: number): HandMade => ({
      method: "POST",
      target: "/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=${"x".repeat(length)}`,
    });
    expect((await send(aws.emulator, call(10_000))).status).toBe(400);
    expect((await send(aws.emulator, call(70_000))).status).toBe(413);
  });
});

describe("a body that stands still", () => {
  const limitMs = 60_000;

  function reading(chunks: readonly string[], inMemoryBytes: number) {
    const clock = new VirtualClock(0);
    const stream = new Readable({ read() {} });
    for (const chunk of chunks) stream.push(chunk);
    const request = { hasBody: true, headers: new Map([["content-length", "10"]]), stream } as unknown as WireRequest;
    const stalls = new StallWatch(clock, limitMs);
    const limits = { maxBytes: 100, inMemoryBytes, tooLong: contentTooLong };
    const where = { temporaryFolder: "", newFileName: () => "", withSha256: false };
    return { clock, stream, body: readBody(request, { ...limits, ...where, stalls }) };
  }

  test.each([
    ["in memory", 100],
    ["on its way to a file", 5],
  ])("%s ends with an error after one to two times the limit", async (_where, inMemoryBytes) => {
    const { clock, body } = reading(["1234"], inMemoryBytes);
    const ended = expect(body).rejects.toBeInstanceOf(StalledBody);
    await new Promise(setImmediate);
    await clock.advance(2 * limitMs + 1);
    await ended;
  });

  test("and goes on is read", async () => {
    const { clock, stream, body } = reading(["1234"], 100);
    for (const chunk of ["56", "78", "90"]) {
      await new Promise(setImmediate);
      await clock.advance(limitMs - 1);
      stream.push(chunk);
    }
    stream.push(null);
    expect((await (await body).payload.bytes()).toString()).toBe("1234567890");
  });
});
