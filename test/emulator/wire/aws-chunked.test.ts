import { createSecretKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  ChunkedBodyError,
  type ChunkedForm,
  type ChunkSigning,
  chunkedForm,
  decodeChunked,
} from "../../../emulator/wire/aws-chunked.ts";
import { hmac, sha256 } from "../../support/signed.ts";

const unsigned: ChunkedForm = { signed: false, trailer: true };
const signedForm: ChunkedForm = { signed: true, trailer: false };
const signedWithTrailer: ChunkedForm = { signed: true, trailer: true };

const secret = Buffer.from("a signing key");
const seed = "5".repeat(64);
const signing: ChunkSigning = {
  key: createSecretKey(secret),
  signature: {
    form: "header",
    accessKeyId: "AKIA",
    scopeDate: "20260102",
    region: "us-east-1",
    service: "s3",
    signedHeaders: [],
    signature: seed,
    timestamp: "20260102T030405Z",
    signedAtMs: 0,
    securityToken: undefined,
  },
};

/** Encodes by the S3 API Reference, "Signature Calculations for the Authorization Header: … Multiple Chunks". */
function encodeSigned(chunks: readonly string[], trailers: Readonly<Record<string, string>> = {}): string {
  let previous = seed;
  const sign = (kind: string, rest: string) => {
    const text = `AWS4-HMAC-SHA256-${kind}\n20260102T030405Z\n20260102/us-east-1/s3/aws4_request\n${previous}\n${rest}`;
    previous = hmac(secret, text).toString("hex");
    return previous;
  };
  const body = [...chunks, ""]
    .map((chunk) => {
      const signature = sign("PAYLOAD", `${sha256("")}\n${sha256(chunk)}`);
      const header = `${chunk.length.toString(16)};chunk-signature=${signature}\r\n`;
      return chunk === "" ? header : `${header}${chunk}\r\n`;
    })
    .join("");
  const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}`);
  if (lines.length === 0) return `${body}\r\n`;
  const signature = sign("TRAILER", sha256(lines.map((line) => `${line}\n`).join("")));
  return `${body}${lines.map((line) => `${line}\r\n`).join("")}x-amz-trailer-signature:${signature}\r\n\r\n`;
}

async function decode(
  text: string,
  form: ChunkedForm,
  {
    bytes = 10,
    names = [],
    pieceBytes = text.length,
    by = "client",
  }: {
    readonly bytes?: number;
    readonly names?: readonly string[];
    readonly pieceBytes?: number;
    readonly by?: "client" | "nobody";
  } = {},
) {
  async function* pieces() {
    for (let at = 0; at < text.length; at += pieceBytes) yield Buffer.from(text.slice(at, at + pieceBytes));
  }
  const trailers = new Map<string, string>();
  const signer = by === "client" ? signing : undefined;
  const expectation = { decodedBytes: bytes, trailerNames: names };
  const chunks: Buffer[] = [];
  for await (const chunk of decodeChunked(pieces(), form, expectation, signer, trailers)) chunks.push(chunk);
  return { content: Buffer.concat(chunks).toString(), trailers: Object.fromEntries(trailers) };
}

const problemOf = (decoding: Promise<unknown>) =>
  decoding.then(
    () => "decoded",
    (error: unknown) => (error instanceof ChunkedBodyError ? error.problem : error),
  );

test("knows the three forms by their names and no other", () => {
  expect(chunkedForm("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")).toEqual(signedForm);
  expect(chunkedForm("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")).toEqual(signedWithTrailer);
  expect(chunkedForm("STREAMING-UNSIGNED-PAYLOAD-TRAILER")).toEqual(unsigned);
  for (const other of [undefined, "UNSIGNED-PAYLOAD", sha256(""), "STREAMING-UNSIGNED-PAYLOAD"])
    expect(chunkedForm(other)).toBeUndefined();
});

describe("an unsigned body", () => {
  const whole = "4\r\nabcd\r\n6\r\nefghij\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
  const names = ["x-amz-checksum-crc32"];

  test.each([1, 2, 3, 7, 1_000])("is decoded in pieces of %i bytes, its trailer behind it", async (pieceBytes) => {
    expect(await decode(whole, unsigned, { names, pieceBytes })).toEqual({
      content: "abcdefghij",
      trailers: { "x-amz-checksum-crc32": "AAAAAA==" },
    });
  });

  test("may do without the last empty line, as some clients do", async () => {
    expect(await decode(whole.slice(0, -2), unsigned, { names })).toMatchObject({ content: "abcdefghij" });
  });

  test("may have nothing in it", async () => {
    expect(await decode("0\r\n\r\n", unsigned, { bytes: 0 })).toEqual({ content: "", trailers: {} });
  });

  test.each([
    ["shorter than announced", whole, { bytes: 11, names }, "incomplete"],
    ["longer than announced", whole, { bytes: 9, names }, "incomplete"],
    ["cut off inside a chunk", whole.slice(0, 12), { names }, "incomplete"],
    ["cut off between chunks", whole.slice(0, 9), { names }, "incomplete"],
    ["without the trailer that its headers name", "a\r\nabcdefghij\r\n0\r\n\r\n", { names }, "trailer"],
    ["with a trailer that its headers do not name", whole, {}, "trailer"],
    ["with a trailer twice", whole.replace("\r\n\r\n", "\r\nx-amz-checksum-crc32:B\r\n\r\n"), { names }, "trailer"],
    ["with a trailer that has no name", whole.replace("x-amz-checksum-crc32", ""), { names }, "trailer"],
    ["with something behind its end", `${whole}4\r\nmore\r\n0\r\n\r\n`, { names }, "malformed"],
    ["with a chunk longer than its size", whole.replace("4\r\n", "3\r\n"), { names }, "malformed"],
    ["with a size that is no number", whole.replace("4\r\n", "four\r\n"), { names }, "malformed"],
    ["with a negative size", whole.replace("4\r\n", "-4\r\n"), { names }, "malformed"],
    ["with a signature where none is announced", encodeSigned(["abcdefghij"]), {}, "malformed"],
    ["with an endless chunk header", "0".repeat(5_000), {}, "malformed"],
  ] as const)("is refused %s", async (_what, text, how, problem) => {
    expect(await problemOf(decode(text, unsigned, how))).toBe(problem);
  });
});

describe("a signed body", () => {
  const whole = encodeSigned(["abcd", "efghij"]);

  test.each([1, 5, 1_000])("is verified and decoded in pieces of %i bytes", async (pieceBytes) => {
    expect(await decode(whole, signedForm, { pieceBytes })).toEqual({ content: "abcdefghij", trailers: {} });
  });

  test("is verified with its trailer", async () => {
    const text = encodeSigned(["abcd", "efghij"], { "x-amz-checksum-crc32": "AAAAAA==" });
    expect(await decode(text, signedWithTrailer, { names: ["x-amz-checksum-crc32"] })).toEqual({
      content: "abcdefghij",
      trailers: { "x-amz-checksum-crc32": "AAAAAA==" },
    });
  });

  const withTrailer = encodeSigned(["abcdefghij"], { "x-amz-checksum-crc32": "AAAAAA==" });
  const names = ["x-amz-checksum-crc32"];
  const swapped = () => {
    const [first = "", second = ""] = whole.split("abcd\r\n");
    return `${second.slice(0, second.indexOf("0;"))}${first}abcd\r\n${second.slice(second.indexOf("0;"))}`;
  };

  test.each([
    ["a byte was changed", whole.replace("abcd", "abcD"), signedForm, {}],
    ["its chunks were swapped", swapped(), signedForm, {}],
    ["a chunk was taken out", whole.replace(/^.*\r\nabcd\r\n/, ""), signedForm, { bytes: 6 }],
    ["a chunk lost its signature", whole.replace(/;chunk-signature=[0-9a-f]+/, ""), signedForm, {}],
    [
      "its last chunk is not signed",
      whole.replace(/0;chunk-signature=[0-9a-f]+\r\n\r\n$/, "0\r\n\r\n"),
      signedForm,
      {},
    ],
    ["its trailer was changed", withTrailer.replace("AAAAAA==", "BBBBBB=="), signedWithTrailer, { names }],
    ["its trailer lost its signature", withTrailer.replace(/x-amz-trailer-s.*\r\n/, ""), signedWithTrailer, { names }],
    ["nobody signed the request itself", whole, signedForm, { by: "nobody" }],
  ] as const)("is refused when %s", async (_what, text, form, how) => {
    expect(await problemOf(decode(text, form, how))).toBe("signature");
  });
});
