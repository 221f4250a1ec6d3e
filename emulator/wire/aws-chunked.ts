import { createHash } from "node:crypto";
import { hmac, type Signature, signatureMatches } from "./sigv4.ts";

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

export type ChunkedProblem = "malformed" | "signature" | "incomplete";

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
  readonly key: Buffer;
  readonly signature: Signature;
}

const emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** A chunk header is a hexadecimal size and one signature; anything longer is not one. */
const maxHeaderLineBytes = 1024;
const maxTrailerBytes = 16 * 1024;

/**
 * Decodes an `aws-chunked` body: yields the content and puts the trailing headers into `trailers` once it is through.
 * Every chunk signature is verified where the form has them.
 */
export async function* decodeChunked(
  stream: AsyncIterable<Buffer>,
  form: ChunkedForm,
  signing: ChunkSigning | undefined,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(stream);
  const chain = form.signed && signing !== undefined ? new SignatureChain(signing) : undefined;
  for (;;) {
    const header = await reader.line(maxHeaderLineBytes);
    const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(header);
    if (match === null) throw new ChunkedBodyError("malformed", `\`${header.slice(0, 80)}\` is not a chunk header`);
    const size = Number.parseInt(match[1] ?? "", 16);
    if (form.signed && match[2] === undefined) throw new ChunkedBodyError("signature", "a chunk has no signature");
    const hash = createHash("sha256");
    for await (const piece of reader.take(size)) {
      if (chain !== undefined) hash.update(piece);
      yield piece;
    }
    chain?.verifyChunk(size === 0 ? emptySha256 : hash.digest("hex"), match[2] ?? "");
    if (size === 0) break;
    if ((await reader.line(2)) !== "")
      throw new ChunkedBodyError("malformed", "a chunk is longer than its header says");
  }
  let trailerText = "";
  let trailerSignature: string | undefined;
  for (;;) {
    const line = await reader.line(maxTrailerBytes, true);
    if (line === undefined || line === "") break;
    const colon = line.indexOf(":");
    if (colon < 1) throw new ChunkedBodyError("malformed", "a trailer line has no name");
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    if (name === "x-amz-trailer-signature") trailerSignature = value;
    else {
      trailers.set(name, value);
      trailerText += `${name}:${value}\n`;
    }
  }
  if (chain !== undefined && form.trailer) chain.verifyTrailer(trailerText, trailerSignature ?? "");
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
