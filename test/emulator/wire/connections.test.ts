import { once } from "node:events";
import { type ClientHttp2Stream, connect, constants } from "node:http2";
import { CreateStreamCommand, DescribeStreamSummaryCommand, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { startEmulator } from "../../../emulator/index.ts";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { asText, openRaw, statusesIn } from "../../support/raw.ts";
import { errorIn, send, signed } from "../../support/signed.ts";

const identity = {
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};

const asking = (aws: TwoAccounts, account = aws.accountA) =>
  asText(signed(aws.emulator, identity, { keys: account, service: "sts" }));

const countOf = (text: string, part: string) => text.split(part).length - 1;
const answers = (count: number) => (text: string) => countOf(text, "</GetCallerIdentityResponse>") === count;

describe("HTTP/1.1", () => {
  test("answers one request after the other on a connection that is kept", async () => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    for (let count = 1; count <= 3; count++) {
      connection.write(asking(aws));
      await connection.read(answers(count));
    }
  });

  test("answers pipelined requests in their order", async () => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    connection.write(asking(aws, aws.accountA) + asking(aws, aws.accountB) + asking(aws, aws.accountA));
    const text = await connection.read(answers(3));
    const accounts = [...text.matchAll(/<Account>(\d+)</g)].map(([, id]) => id);
    expect(accounts).toEqual([aws.accountA.id, aws.accountB.id, aws.accountA.id]);
  });

  test("does not answer what follows a request that it cannot read", async () => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    connection.write("NONSENSE\r\n\r\n");
    connection.write(asking(aws));
    const text = await connection.end();
    expect(statusesIn(text)).toEqual([400]);
    expect(text).toContain("<Error><Code>BadRequest</Code><Message>An error occurred when parsing the HTTP request.");
  });

  test("does not let garbage behind a request pass for the answer to it", async () => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    connection.write(`${asking(aws)}NONSENSE\r\n\r\n`);
    const text = await connection.end();
    expect(text).not.toContain("BadRequest");
  });

  test.each([
    ["both lengths", "content-length: 3\r\ntransfer-encoding: chunked", 400],
    ["two lengths", "content-length: 3\r\ncontent-length: 4", 400],
    ["a length that is no number", "content-length: three", 400],
    ["a header with a line break in it", "x-amz-meta-a: b\n c", 400],
    ["two authorizations", "authorization: a\r\nauthorization: b", 400],
  ])("refuses a request with %s", async (_what, headers, status) => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    connection.write(`PUT /bucket/key HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n\r\n`);
    const text = await connection.end();
    expect(statusesIn(text)).toEqual([status]);
    expect(text).toMatch(/<Error><Code>\w+<\/Code><Message>[^<]+<\/Message>/);
  });

  test("refuses headers beyond all measure", async () => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    connection.write(`GET / HTTP/1.1\r\nhost: x\r\nx-amz-meta-a: ${"a".repeat(70_000)}\r\n\r\n`);
    const text = await connection.end();
    expect(statusesIn(text)).toEqual([431]);
    expect(text).toContain("<Code>RequestHeaderSectionTooLarge</Code>");
  });

  test.each([
    ["CONNECT elsewhere:443 HTTP/1.1", 405, "MethodNotAllowed"],
    ["GET http://elsewhere/ HTTP/1.1", 400, "InvalidURI"],
    ["OPTIONS * HTTP/1.1", 400, "InvalidURI"],
    ["GET /%zz HTTP/1.1", 400, "InvalidURI"],
    ["GET /?a=%ff HTTP/1.1", 400, "InvalidURI"],
    ["GET /?__proto__=1 HTTP/1.1", 400, "InvalidURI"],
    ["TRACE /bucket/key HTTP/1.1", 405, "MethodNotAllowed"],
  ])("answers `%s` with %i %s", async (line, status, code) => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    connection.write(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`);
    const text = await connection.end();
    expect([statusesIn(text), /<Code>(\w+)</.exec(text)?.[1]]).toEqual([[status], code]);
  });

  test("answers a request without a host", async () => {
    await using aws = await twoAccounts();
    await using connection = await openRaw(aws.emulator);
    connection.write("GET / HTTP/1.1\r\nconnection: close\r\n\r\n");
    expect(await connection.end()).toContain("<Code>AccessDenied</Code>");
  });

  test("asks for a body only when the signature is right", async () => {
    await using aws = await twoAccounts();
    await aws.a.s3.send(new CreateBucketCommand({ Bucket: "waiting-bucket" }));
    const put = { method: "PUT", target: "/waiting-bucket/key", headers: { expect: "100-continue" }, body: "content" };
    const right = asText(signed(aws.emulator, put, { keys: aws.accountA, service: "s3" }));
    await using granted = await openRaw(aws.emulator);
    granted.write(right.slice(0, -"content".length));
    await granted.read((text) => text.includes("HTTP/1.1 100 Continue\r\n\r\n"));
    granted.write("content");
    expect(statusesIn(await granted.read((text) => text.includes("HTTP/1.1 200 ")))).toEqual([100, 200]);

    await using refused = await openRaw(aws.emulator);
    refused.write(right.slice(0, -"content".length).replace(/Signature=./, "Signature=x"));
    const text = await refused.end();
    expect(statusesIn(text)).toEqual([403]);
    expect(text).toContain("<Code>SignatureDoesNotMatch</Code>");
  });

  test("lets a client that is still sending see why it was refused", async () => {
    await using aws = await twoAccounts();
    const put = { method: "PUT", target: "/nobodys-bucket/key", body: Buffer.alloc(8 * 1024 * 1024) };
    const keys = { accessKeyId: "AKIANOBODY", secretAccessKey: "x" };
    const { status, code } = errorIn(await send(aws.emulator, signed(aws.emulator, put, { keys, service: "s3" })));
    expect([status, code]).toEqual([403, "InvalidAccessKeyId"]);
  });
});

async function statusOf(stream: ClientHttp2Stream): Promise<number | undefined> {
  const [headers] = await once(stream, "response");
  stream.resume();
  await once(stream, "end");
  return headers[":status"];
}

describe("HTTP/2", () => {
  const http2 = (aws: TwoAccounts) => {
    const session = connect(aws.emulator.url);
    return {
      session,
      [Symbol.asyncDispose]: () => new Promise<void>((closed) => session.close(closed)),
    };
  };

  test("serves dozens of parallel requests on one connection", async () => {
    await using aws = await twoAccounts();
    const { kinesis } = aws.a;
    await kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 8 }));
    await aws.emulator.clock.advance(60_000);
    const puts = Array.from({ length: 60 }, (_, at) =>
      kinesis.send(
        new PutRecordCommand({ StreamName: "orders", PartitionKey: `${at}`, Data: Buffer.alloc(10_000, at) }),
      ),
    );
    const numbers = (await Promise.all(puts)).map(({ SequenceNumber }) => SequenceNumber);
    expect(new Set(numbers).size).toBe(60);
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: "orders" }));
    expect(StreamDescriptionSummary?.StreamStatus).toBe("ACTIVE");
  });

  test("takes the authority for the host that was signed", async () => {
    await using aws = await twoAccounts();
    const { headers, body } = signed(aws.emulator, identity, { keys: aws.accountA, service: "sts" });
    const { host, ...rest } = headers;
    await using client = http2(aws);
    const stream = client.session.request({ ":method": "POST", ":path": "/", ":authority": host, ...rest });
    stream.end(body);
    expect(await statusOf(stream)).toBe(200);
  });

  test("does not take an authority that differs from the host", async () => {
    await using aws = await twoAccounts();
    const { headers, body } = signed(aws.emulator, identity, { keys: aws.accountA, service: "sts" });
    await using client = http2(aws);
    const pseudo = { ":method": "POST", ":path": "/", ":authority": "elsewhere" };
    const stream = client.session.request({ ...pseudo, ...headers });
    stream.end(body);
    expect(await statusOf(stream)).toBe(400);
  });

  test("answers a path that it cannot read and resets the stream, and goes on with the others", async () => {
    await using aws = await twoAccounts();
    await using client = http2(aws);
    const unread = client.session.request({ ":path": "//" });
    const [error] = await once(unread, "error");
    expect((error as NodeJS.ErrnoException).code).toBe("ERR_HTTP2_STREAM_ERROR");
    const { headers, body } = signed(aws.emulator, identity, { keys: aws.accountA, service: "sts" });
    const { host, ...rest } = headers;
    const stream = client.session.request({ ":method": "POST", ":path": "/", ":authority": host, ...rest });
    stream.end(body);
    expect(await statusOf(stream)).toBe(200);
  });

  test("goes on with the other streams when one is reset in the middle", async () => {
    await using aws = await twoAccounts();
    await using client = http2(aws);
    const { headers, body } = signed(aws.emulator, identity, { keys: aws.accountA, service: "sts" });
    const { host, ...rest } = headers;
    const pseudo = { ":method": "POST", ":path": "/", ":authority": host };
    const broken = client.session.request({ ...pseudo, ...rest });
    broken.on("error", () => {});
    broken.write(String(body).slice(0, 5));
    broken.close(constants.NGHTTP2_CANCEL);
    const whole = client.session.request({ ...pseudo, ...rest });
    whole.end(body);
    expect(await statusOf(whole)).toBe(200);
  });

  test("is recognized when its first bytes come one by one, and so is HTTP/1.1", async () => {
    await using aws = await twoAccounts();
    await using second = await openRaw(aws.emulator);
    for (const byte of "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0") {
      second.write(Buffer.from(byte, "latin1"));
      await new Promise(setImmediate);
    }
    // A server's first frame is its SETTINGS: type 4 on stream 0.
    await second.read((text) => text.length >= 9 && text.charCodeAt(3) === 4);

    await using first = await openRaw(aws.emulator);
    for (const byte of asking(aws)) {
      first.write(byte);
      await new Promise(setImmediate);
    }
    await first.read(answers(1));
  });
});

test("a client that says no more still gets its answer, and its connection is ended", async () => {
  await using aws = await twoAccounts();
  const texts = [];
  for (const bytes of ["", "P", "PR", asking(aws)]) {
    await using connection = await openRaw(aws.emulator);
    connection.socket.end(bytes);
    texts.push(await connection.end());
  }
  expect(texts.map(statusesIn)).toEqual([[], [400], [400], [200]]);
});

test("an HTTP/2 client that says no more is let go of", async () => {
  await using aws = await twoAccounts();
  await using connection = await openRaw(aws.emulator);
  connection.socket.end(Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0", "latin1"));
  await connection.end();
});

test("closing the emulator ends idle connections of both kinds", async () => {
  const aws = await twoAccounts();
  await using idle = await openRaw(aws.emulator);
  idle.write(asking(aws));
  await idle.read(answers(1));
  const session = connect(aws.emulator.url);
  session.on("error", () => {});
  await new Promise((resolve) => session.once("remoteSettings", resolve));
  const ended = new Promise((resolve) => session.once("close", resolve));
  await aws[Symbol.asyncDispose]();
  await Promise.all([idle.end(), ended]);
});

test.each(["HTTP/1.1", "HTTP/2"])("what a hook of %s throws ends its own request alone", async (version) => {
  const faults: string[] = [];
  await using emulator = await startEmulator({
    beside: (request) => {
      if (request.url === "/hook") throw new TypeError("a hook's own fault");
      return false;
    },
    onInternalError: (error, request) => faults.push(`${request}: ${(error as Error).message}`),
  });
  const ask = async (path: string) => {
    if (version === "HTTP/1.1") return (await fetch(`${emulator.url}${path}`)).status;
    const session = connect(emulator.url);
    try {
      const stream = session.request({ ":path": path });
      return await statusOf(stream);
    } finally {
      session.close();
    }
  };
  expect(await ask("/hook")).toBe(500);
  expect(await ask("/no-such-bucket")).toBe(404);
  expect(faults).toEqual(["GET /hook: a hook's own fault"]);
});
