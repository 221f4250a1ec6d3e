import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { errorIn, type HandMade, presigned, type Signing, send, signed } from "../../support/signed.ts";

const Bucket = "refusing-bucket";

const s3 = (aws: TwoAccounts, message: HandMade, more: Partial<Signing> = {}) =>
  send(aws.emulator, signed(aws.emulator, message, { keys: aws.accountA, service: "s3", ...more }));

const json = (aws: TwoAccounts, operation: string, body: string, headers: HandMade["headers"] = {}) =>
  send(
    aws.emulator,
    signed(
      aws.emulator,
      {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `Kinesis_20131202.${operation}`,
          ...headers,
        },
        body,
      },
      { keys: aws.accountA, service: "kinesis" },
    ),
  );

const query = (aws: TwoAccounts, body: string) =>
  send(
    aws.emulator,
    signed(
      aws.emulator,
      { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body },
      { keys: aws.accountA, service: "iam" },
    ),
  );

async function withBucket(): Promise<TwoAccounts> {
  const aws = await twoAccounts();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  return aws;
}

describe("what is not emulated is refused by its name", () => {
  test("an operation of S3", async () => {
    await using aws = await withBucket();
    expect(errorIn(await s3(aws, { target: `/${Bucket}?analytics&id=1` }))).toMatchObject({
      status: 501,
      code: "NotImplemented",
      message: "s3:GetBucketAnalyticsConfiguration is not emulated by firehose-crosscheck.",
    });
  });

  test("an operation of a JSON service, in JSON", async () => {
    await using aws = await twoAccounts();
    expect(errorIn(await json(aws, "SubscribeToShard", "{}"))).toEqual({
      status: 501,
      code: "NotImplemented",
      message: "kinesis:SubscribeToShard is not emulated by firehose-crosscheck.",
      fields: {},
    });
  });

  test("an operation of a query service, in its XML", async () => {
    await using aws = await twoAccounts();
    expect(errorIn(await query(aws, "Action=ListSAMLProviders&Version=2010-05-08"))).toEqual({
      status: 501,
      code: "NotImplemented",
      message: "iam:ListSAMLProviders is not emulated by firehose-crosscheck.",
      fields: {},
    });
  });

  test("a header of S3's, as S3 does", async () => {
    await using aws = await withBucket();
    const put = { method: "PUT", target: `/${Bucket}/k`, headers: { "x-amz-invented": "1" } };
    expect(errorIn(await s3(aws, put))).toEqual({
      status: 501,
      code: "NotImplemented",
      message: "A header you provided implies functionality that is not implemented",
      fields: { Header: "x-amz-invented" },
    });
  });

  test("the encryption of a write in a read, as S3 does", async () => {
    await using aws = await withBucket();
    const get = { target: `/${Bucket}/k`, headers: { "x-amz-server-side-encryption": "AES256" } };
    expect(errorIn(await s3(aws, get))).toEqual({
      status: 400,
      code: "InvalidArgument",
      message: "x-amz-server-side-encryption header is not supported for this operation.",
      fields: { ArgumentName: "x-amz-server-side-encryption", ArgumentValue: "AES256" },
    });
  });

  test("a query parameter of S3's, while one of the caller's own is let be", async () => {
    await using aws = await withBucket();
    const put = (query: string) => s3(aws, { method: "PUT", target: `/${Bucket}/k?${query}` });
    expect(errorIn(await put("invented=1"))).toMatchObject({
      status: 501,
      code: "NotImplemented",
      message: "The query parameter `invented` is not emulated by firehose-crosscheck.",
    });
    expect((await put("x-purpose=test")).status).toBe(200);
  });

  test("a member of a JSON document", async () => {
    await using aws = await twoAccounts();
    expect(errorIn(await json(aws, "ListStreams", '{"Invented":1}'))).toMatchObject({
      status: 501,
      code: "NotImplemented",
      message: "The member `Invented` is not emulated by firehose-crosscheck.",
    });
  });

  test("a parameter of a query service", async () => {
    await using aws = await twoAccounts();
    expect(errorIn(await query(aws, "Action=ListRoles&Version=2010-05-08&Invented.member.1=x"))).toMatchObject({
      status: 501,
      code: "NotImplemented",
      message: "The parameter `Invented` is not emulated by firehose-crosscheck.",
    });
  });

  test("an encoding of a body", async () => {
    await using aws = await twoAccounts();
    expect(errorIn(await json(aws, "ListStreams", "{}", { "content-encoding": "br" }))).toMatchObject({
      status: 501,
      code: "NotImplemented",
      message: "The content encoding `br` is not emulated by firehose-crosscheck.",
    });
  });
});

describe("what a service does not know, it says in its own words", () => {
  test("an operation of a JSON service", async () => {
    await using aws = await twoAccounts();
    expect(errorIn(await json(aws, "InventStream", "{}"))).toMatchObject({
      status: 400,
      code: "UnknownOperationException",
    });
  });

  test("an action of a query service, or its version", async () => {
    await using aws = await twoAccounts();
    for (const [body, message] of [
      ["Action=Invent&Version=2010-05-08", "Could not find operation Invent for version 2010-05-08"],
      ["Action=ListRoles&Version=1999-01-01", "Could not find operation ListRoles for version 1999-01-01"],
    ] as const) {
      expect(errorIn(await query(aws, body))).toMatchObject({ status: 400, code: "InvalidAction", message });
    }
  });

  test("a method of S3", async () => {
    await using aws = await withBucket();
    expect(errorIn(await s3(aws, { method: "PATCH", target: `/${Bucket}/k` }))).toEqual({
      status: 405,
      code: "MethodNotAllowed",
      message: "The specified method is not allowed against this resource.",
      fields: { Method: "PATCH", ResourceType: "OBJECT" },
    });
  });

  test("a HEAD is refused without a body", async () => {
    await using aws = await withBucket();
    const { status, body, headers } = await s3(aws, { method: "HEAD", target: `/${Bucket}/nothing` });
    expect([status, body]).toEqual([404, ""]);
    expect(headers["x-amz-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("hostile documents", () => {
  const owner = (inner: string) =>
    `<OwnershipControls><Rule><ObjectOwnership>${inner}</ObjectOwnership></Rule></OwnershipControls>`;

  test.each([
    ["an entity of its own", `<!DOCTYPE x [<!ENTITY e "ObjectWriter">]>${owner("&e;")}`],
    ["a file as an entity", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${owner("&e;")}`],
    ["an entity that nobody defined", owner("&e;")],
    ["a document type", `<!DOCTYPE OwnershipControls SYSTEM "http://127.0.0.1/x.dtd">${owner("ObjectWriter")}`],
    ["deep nesting", `${"<a>".repeat(50_000)}${"</a>".repeat(50_000)}`],
    ["deep nesting inside", owner(`${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`)],
    ["no end", owner("ObjectWriter").slice(0, -10)],
    ["an element that is not in its schema", owner("ObjectWriter").replace("<Rule>", "<Rule><Other>x</Other>")],
    ["another root", owner("ObjectWriter").replaceAll("OwnershipControls", "Other")],
    ["the prototype as an element", owner("ObjectWriter").replace("<Rule>", "<Rule><__proto__>x</__proto__>")],
    ["nothing but text", "ObjectWriter"],
    ["bytes that are not UTF-8", Buffer.from([0xff, 0xfe, 0x3c, 0x61, 0x2f, 0x3e])],
  ])("XML with %s is malformed", async (_what, body) => {
    await using aws = await withBucket();
    const put = { method: "PUT", target: `/${Bucket}?ownershipControls`, body };
    expect(errorIn(await s3(aws, put))).toMatchObject({ status: 400, code: "MalformedXML" });
  });

  test.each([
    ["deep nesting", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "SerializationException"],
    [
      "nesting where there is none",
      `{"StreamName":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`,
      "SerializationException",
    ],
    ["the prototype for a member", '{"__proto__":{"StreamName":"x"}}', "NotImplemented"],
    ["a constructor for a member", '{"constructor":{"prototype":{}}}', "NotImplemented"],
    ["no end", '{"StreamName":"', "SerializationException"],
    ["a number for a name", '{"StreamName":1}', "SerializationException"],
    ["nothing", "null", "SerializationException"],
    ["a text", '"x"', "SerializationException"],
    ["what is not base64", '{"StreamName":"x","PartitionKey":"k","Data":"%"}', "SerializationException"],
  ])("JSON with %s is refused", async (_what, body, code) => {
    await using aws = await twoAccounts();
    expect(errorIn(await json(aws, "PutRecord", body)).code).toBe(code);
    expect(({} as Record<string, unknown>).StreamName).toBeUndefined();
  });

  test.each([
    ["deep nesting", `Action=ListRoles&Version=2010-05-08&${"a.".repeat(10_000)}b=1`, "MalformedInput"],
    ["a list of no numbers", "Action=TagRole&Version=2010-05-08&RoleName=r&Tags.member.x.Key=k", "MalformedInput"],
    [
      "an endless number",
      `Action=TagRole&Version=2010-05-08&RoleName=r&Tags.member.${"9".repeat(400)}.Key=k`,
      "MalformedInput",
    ],
    ["the prototype", "Action=ListRoles&Version=2010-05-08&__proto__.x=1", "NotImplemented"],
    ["broken encoding", "Action=ListRoles&Version=2010-05-08&PathPrefix=%zz", "InvalidURI"],
    ["nothing", "", "InvalidAction"],
  ])("a form with %s is refused", async (_what, body, code) => {
    await using aws = await twoAccounts();
    expect(errorIn(await query(aws, body)).code).toBe(code);
  });

  test("a body that inflates beyond measure is not inflated", async () => {
    await using aws = await twoAccounts();
    const { gzipSync } = await import("node:zlib");
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const message = {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "Kinesis_20131202.ListStreams",
        "content-encoding": "gzip",
      },
      body: bomb,
    };
    const answer = await send(aws.emulator, signed(aws.emulator, message, { keys: aws.accountA, service: "kinesis" }));
    expect(errorIn(answer)).toMatchObject({ status: 400, code: "SerializationException" });
    const small = { ...message, body: gzipSync("{}") };
    expect(
      (await send(aws.emulator, signed(aws.emulator, small, { keys: aws.accountA, service: "kinesis" }))).status,
    ).toBe(200);
  });

  test("a call that is longer than the service takes is not read to its end", async () => {
    await using aws = await twoAccounts();
    const answer = await json(aws, "ListStreams", `{"StreamName":"${"x".repeat(17 * 1024 * 1024)}"}`);
    expect(errorIn(answer)).toMatchObject({ status: 413, code: "RequestEntityTooLarge" });
  });
});

describe("headers of answers", () => {
  test("cannot be added to by who asks for one", async () => {
    await using aws = await withBucket();
    await aws.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
    const disposition = (value: string) => {
      const target = `/${Bucket}/k?response-content-disposition=${encodeURIComponent(value)}`;
      return send(
        aws.emulator,
        presigned(aws.emulator, { target }, { keys: aws.accountA, service: "s3", expiresSeconds: 60 }),
      );
    };
    expect((await disposition("attachment")).headers["content-disposition"]).toBe("attachment");
    expect((await disposition("grün")).headers["content-disposition"]).toBe("grün");
    // U+010D and U+010A would be CR and LF to a writer that cuts letters down to bytes.
    for (const value of ["a\r\nx-amz-injected: 1", "a\u010d\u010ax-amz-injected: 1", "数据"]) {
      const answer = await disposition(value);
      expect(answer.headers["x-amz-injected"]).toBeUndefined();
      expect(errorIn(answer)).toEqual({
        status: 400,
        code: "InvalidArgument",
        message: "Header value cannot be represented using ISO-8859-1.",
        fields: { ArgumentName: "response-content-disposition", ArgumentValue: value },
      });
    }
  });

  test("carry every letter of an object's metadata as it came", async () => {
    await using aws = await withBucket();
    const note = Buffer.from("größer 数据").toString("latin1");
    const put = { method: "PUT", target: `/${Bucket}/k`, headers: { "x-amz-meta-note": note }, body: Buffer.from("x") };
    // The signature covers the header's bytes, which a client has as UTF-8.
    const { headers } = signed(
      aws.emulator,
      { ...put, headers: { "x-amz-meta-note": "größer 数据" } },
      { keys: aws.accountA, service: "s3" },
    );
    const answer = await send(aws.emulator, { ...put, headers: { ...headers, "x-amz-meta-note": note } });
    expect(answer).toMatchObject({ status: 200 });
    const got = await s3(aws, { target: `/${Bucket}/k` });
    expect(got.headers["x-amz-meta-note"]).toBe(note);
  });
});
