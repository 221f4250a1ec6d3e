import { createHash, hash as hashAtOnce } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { emptyPayload, type Payload, payloadInFile, payloadOf } from "../model/payload.ts";
import type { WireRequest } from "./request.ts";
import { takeScratch } from "./scratch.ts";
import type { HttpRequest } from "./server.ts";

export interface ReadBody {
  readonly payload: Payload;
  /** Of the content, in hexadecimal; only where it was asked for. */
  readonly sha256: string | undefined;
}

export interface BodyLimits {
  /** More is refused, at the latest when it has arrived. */
  readonly maxBytes: number;
  /** Above this a body goes to a temporary file, so that memory does not grow with the size of objects. */
  readonly inMemoryBytes: number;
  /** Nothing of the body is kept beyond its release: what is read from it is copied. */
  readonly isTransient?: boolean;
}

export interface BodySettings extends BodyLimits {
  readonly temporaryFolder: string;
  readonly newFileName: () => string;
  readonly withSha256: boolean;
  /** Decodes `aws-chunked`; identity otherwise. */
  readonly decode?: (stream: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
}

/** Thrown where the connection ended before the body did, or the body is not as long as it was announced. */
export class IncompleteBody extends Error {}

/** Thrown where a body is longer than the service takes. */
export class BodyTooLarge extends Error {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`the body is longer than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

const emptySha256 = sha256Of(emptyPayload.inMemory ?? "");

/** Reads the whole body. What it throws leaves no file behind. */
export async function readBody(request: WireRequest, settings: BodySettings): Promise<ReadBody> {
  const announced = request.headers.get("content-length");
  const length = announced === undefined ? undefined : Number(announced);
  if (!request.hasBody) {
    if (length !== undefined && length > 0) throw new IncompleteBody();
    return { payload: emptyPayload, sha256: settings.withSha256 ? emptySha256 : undefined };
  }
  if (settings.decode !== undefined) {
    return spool(settings.decode(piecesOf(request.stream)), settings);
  }
  if (length !== undefined && length > settings.maxBytes) throw new BodyTooLarge(settings.maxBytes);
  if (length !== undefined && length <= settings.inMemoryBytes) {
    return collect(request.stream, settings, length);
  }
  const body = await spool(piecesOf(request.stream), settings);
  if (length !== undefined && body.payload.size !== length) {
    await body.payload.release();
    throw new IncompleteBody();
  }
  return body;
}

/** The common case, without the cost of async iteration. */
function collect(stream: HttpRequest, settings: BodySettings, expectedBytes: number): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const cutShort = () => {
      // "close" comes after each body's end too; an error costs a stack trace.
      if (!isOver) reject(new IncompleteBody());
      isOver = true;
    };
    if (stream.destroyed) {
      cutShort();
      return;
    }
    const scratch = settings.isTransient === true ? takeScratch(expectedBytes) : undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      if (scratch === undefined) chunks.push(chunk);
      else chunk.copy(scratch.bytes, size);
      size += chunk.length;
    });
    stream.on("end", () => {
      if (size !== expectedBytes) {
        cutShort();
        return;
      }
      isOver = true;
      const [first] = chunks;
      const bytes = scratch?.bytes ?? (chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks));
      const payload = { ...payloadOf(bytes), ...(scratch && { release: async () => scratch.release() }) };
      resolve({ payload, sha256: settings.withSha256 ? sha256Of(bytes) : undefined });
    });
    stream.on("error", cutShort);
    stream.on("aborted", cutShort);
    stream.on("close", cutShort);
  });
}

function sha256Of(bytes: Buffer | string): string {
  return hashAtOnce("sha256", bytes);
}

/** The body as it arrives. A reset HTTP/2 stream ends like a finished one, so that is asked for too. */
async function* piecesOf(stream: HttpRequest): AsyncGenerator<Buffer> {
  try {
    // The iterator must not destroy the stream where the reader stops early: the answer is still to be sent over it.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch {
    throw new IncompleteBody();
  }
  if (("aborted" in stream && stream.aborted) || !stream.readableEnded) throw new IncompleteBody();
}

/** Keeps what fits in memory and moves to a file as soon as it does not. */
async function spool(stream: AsyncIterable<Buffer>, settings: BodySettings): Promise<ReadBody> {
  const hash = settings.withSha256 ? createHash("sha256") : undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  let spooled: { readonly path: string; readonly file: FileHandle } | undefined;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > settings.maxBytes) throw new BodyTooLarge(settings.maxBytes);
      hash?.update(chunk);
      if (spooled === undefined) {
        chunks.push(chunk);
        if (size <= settings.inMemoryBytes) continue;
        const path = join(settings.temporaryFolder, settings.newFileName());
        spooled = { path, file: await open(path, "wx", 0o600) };
        await writeAll(spooled.file, Buffer.concat(chunks.splice(0)));
      } else await writeAll(spooled.file, chunk);
    }
  } catch (error) {
    await spooled?.file.close();
    if (spooled !== undefined) await payloadInFile(spooled.path, size).release();
    throw error;
  }
  const sha256 = hash?.digest("hex");
  if (spooled === undefined) return { payload: payloadOf(Buffer.concat(chunks)), sha256 };
  await spooled.file.close();
  return { payload: payloadInFile(spooled.path, size), sha256 };
}

/** `write` may write less than it was given. */
async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
