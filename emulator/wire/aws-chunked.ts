import { createHash, type KeyObject } from "node:crypto";
import type { Signature } from "./signature.ts";
import { hmac, signatureMatches } from "./sigv4.ts";

/** How an `aws-chunked` body proves itself, from `x-amz-content-sha256`. */
export interface ChunkedForm {
  readonly signed: boolean;
  readonly trailer: boolean;
}

/** Undefined: the body is not chunked this way. Source: S3 User Guide, "Signature Version 4: multiple chunks". */
export function chunkedForm(contentSha256: string | undefined): ChunkedForm | undefined {
  switch (contentSha256) {
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
      return { signed: true, trailer: false };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return { signed: true, trailer: true };
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return { signed: false, trailer: true };
    default:
      return undefined;
  }
}

export type ChunkedProblem = "malformed" | "signature" | "incomplete" | "trailer";

/** Thrown while the body is read; the gateway words it for the service. */
export class ChunkedBodyError extends Error {
  readonly problem: ChunkedProblem;

  constructor(problem: ChunkedProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** What links each chunk's signature to the one before it. */
export interface ChunkSigning {
  readonly key: KeyObject;
  readonly signature: Signature;
}

/** What a body has to keep to, from the headers of its request. */
export interface ChunkedExpectation {
  /** `x-amz-decoded-content-length`: bytes of content. */
  readonly decodedBytes: number;
  /** Names of the trailing headers, in lower case, from `x-amz-trailer`. */
  readonly trailerNames: readonly string[];
}

const emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** A chunk header is a hexadecimal size and one signature; anything longer is not one. */
const maxHeaderLineBytes = 1024;
const maxTrailerBytes = 16 * 1024;

/**
 * Decodes an `aws-chunked` body: yields the content and puts the trailing headers into `trailers` once it is through.
 * Every chunk signature is verified where the form has them; content, trailers and end must be what the headers announce.
 */
export async function* decodeChunked(
  stream: AsyncIterable<Buffer>,
  form: ChunkedForm,
  expectation: ChunkedExpectation,
  signing: ChunkSigning | undefined,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  if (form.signed && signing === undefined) {
    throw new ChunkedBodyError("signature", "chunks are signed where the request is not");
  }
  const reader = new ByteReader(stream);
  try {
    yield* decodeFrom(reader, form, expectation, signing, trailers);
  } finally {
    await reader.close();
  }
}

async function* decodeFrom(
  reader: ByteReader,
  form: ChunkedForm,
  expectation: ChunkedExpectation,
  signing: ChunkSigning | undefined,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const chain = form.signed && signing !== undefined ? new SignatureChain(signing) : undefined;
  let left = expectation.decodedBytes;
  for (;;) {
    const { size, signature } = readChunkHeader(await reader.line(maxHeaderLineBytes), form);
    left -= size;
    if (left < 0) throw new ChunkedBodyError("incomplete", "the content is longer than announced");
    const hash = chain === undefined ? undefined : createHash("sha256");
    for await (const piece of reader.take(size)) {
      hash?.update(piece);
      yield piece;
    }
    chain?.verifyChunk(hash?.digest("hex") ?? emptySha256, signature);
    if (size === 0) break;
    if ((await reader.line(2)) !== "")
      throw new ChunkedBodyError("malformed", "a chunk is longer than its header says");
  }
  if (left > 0) throw new ChunkedBodyError("incomplete", "the content is shorter than announced");
  const { text, signature } = await readTrailers(reader, trailers);
  if (
    expectation.trailerNames.length !== trailers.size ||
    !expectation.trailerNames.every((name) => trailers.has(name))
  ) {
    throw new ChunkedBodyError("trailer", "the trailing headers are not those of `x-amz-trailer`");
  }
  if (chain !== undefined && form.trailer) chain.verifyTrailer(text, signature ?? "");
  if (!(await reader.atEnd())) throw new ChunkedBodyError("malformed", "something follows the last chunk");
}

function readChunkHeader(line: string, form: ChunkedForm): { readonly size: number; readonly signature: string } {
  const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (match === null) throw new ChunkedBodyError("malformed", `\`${line.slice(0, 80)}\` is not a chunk header`);
  const [, size = "", signature] = match;
  if (form.signed && signature === undefined) throw new ChunkedBodyError("signature", "a chunk has no signature");
  if (!form.signed && signature !== undefined) {
    throw new ChunkedBodyError("malformed", "a chunk is signed where the body is announced as unsigned");
  }
  return { size: Number.parseInt(size, 16), signature: signature ?? "" };
}

/** The lines behind the last chunk, up to an empty one or the end, and the text that their signature covers. */
async function readTrailers(
  reader: ByteReader,
  trailers: Map<string, string>,
): Promise<{ readonly text: string; readonly signature: string | undefined }> {
  let text = "";
  let signature: string | undefined;
  for (;;) {
    const line = await reader.line(maxTrailerBytes, true);
    if (line === undefined || line === "") return { text, signature };
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || trailers.has(name) || text.length + line.length > maxTrailerBytes) {
      throw new ChunkedBodyError("trailer", "a trailing header is malformed");
    }
    const value = line.slice(colon + 1).trim();
    if (name === "x-amz-trailer-signature") signature = value;
    else {
      trailers.set(name, value);
      text += `${name}:${value}\n`;
    }
  }
}

class SignatureChain {
  readonly #signing: ChunkSigning;
  #previous: string;

  constructor(signing: ChunkSigning) {
    this.#signing = signing;
    this.#previous = signing.signature.signature;
  }

  verifyChunk(contentHash: string, signature: string): void {
    this.#verify("AWS4-HMAC-SHA256-PAYLOAD", `${emptySha256}\n${contentHash}`, signature);
  }

  verifyTrailer(trailers: string, signature: string): void {
    this.#verify("AWS4-HMAC-SHA256-TRAILER", createHash("sha256").update(trailers).digest("hex"), signature);
  }

  #verify(algorithm: string, rest: string, signature: string): void {
    const { scopeDate, region, service, timestamp } = this.#signing.signature;
    const text = `${algorithm}\n${timestamp}\n${scopeDate}/${region}/${service}/aws4_request\n${this.#previous}\n${rest}`;
    if (!signatureMatches(this.#signing.key, text, signature)) {
      throw new ChunkedBodyError("signature", "the signature of a chunk does not match its content");
    }
    this.#previous = hmac(this.#signing.key, text).toString("hex");
  }
}

/** Reads lines and exact numbers of bytes from a stream of buffers. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#source = stream[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#buffered = this.#buffered.length === 0 ? next.value : Buffer.concat([this.#buffered, next.value]);
    return true;
  }

  /** Lets go of the stream, which somebody else may read on. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** Whether the stream has no more bytes. */
  async atEnd(): Promise<boolean> {
    while (this.#buffered.length === 0) if (!(await this.#more())) return true;
    return false;
  }

  line(maxBytes: number): Promise<string>;
  line(maxBytes: number, endAllowed: true): Promise<string | undefined>;
  async line(maxBytes: number, endAllowed = false): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffered.indexOf("\r\n");
      if (end >= 0 && end <= maxBytes) {
        const line = this.#buffered.subarray(0, end).toString("latin1");
        this.#buffered = this.#buffered.subarray(end + 2);
        return line;
      }
      if (this.#buffered.length > maxBytes + 2) throw new ChunkedBodyError("malformed", "a chunk header is too long");
      if (!(await this.#more())) {
        if (endAllowed && this.#buffered.length === 0) return undefined;
        throw new ChunkedBodyError("incomplete", "the body ended inside a chunk");
      }
    }
  }

  async *take(size: number): AsyncGenerator<Buffer> {
    let left = size;
    while (left > 0) {
      if (this.#buffered.length === 0 && !(await this.#more())) {
        throw new ChunkedBodyError("incomplete", "the body ended inside a chunk");
      }
      const piece = this.#buffered.subarray(0, left);
      this.#buffered = this.#buffered.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
}
