import { createHash, hash as hashAtOnce } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { emptyPayload, type Payload, payloadInFile, payloadOf } from "../model/payload.ts";
import type { WireRequest } from "./request.ts";
import { takeScratch } from "./scratch.ts";
import type { HttpRequest } from "./server.ts";
import type { StallWatch } from "./stall-watch.ts";

export interface ReadBody {
  readonly payload: Payload;
  /** Of the content, in hexadecimal; only where it was asked for. */
  readonly sha256: string | undefined;
}

export interface BodyLimits {
  /** More is refused, at the latest when it has arrived. */
  readonly maxBytes: number;
  /** The words of that. */
  readonly tooLong: (maxBytes: number) => Error;
  /** Above this a body goes to a temporary file, so that memory does not grow with the size of objects. */
  readonly inMemoryBytes: number;
  /** Nothing of the body is kept beyond its release: what is read from it is copied. */
  readonly isTransient?: boolean;
}

export interface BodySettings extends BodyLimits {
  readonly temporaryFolder: string;
  readonly newFileName: () => string;
  readonly withSha256: boolean;
  readonly stalls: StallWatch;
  /** Decodes `aws-chunked`; identity otherwise. */
  readonly decode?: (stream: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
}

/** Thrown where the connection ended before the body did, or the body is not as long as it was announced. */
export class IncompleteBody extends Error {}

/** Thrown where the sender has stopped in the middle of a body and kept the connection. */
export class StalledBody extends Error {}

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
    return spool(settings.decode(piecesOf(request.stream, settings.stalls)), settings);
  }
  if (length !== undefined && length > settings.maxBytes) throw settings.tooLong(settings.maxBytes);
  if (length !== undefined && length <= settings.inMemoryBytes) {
    return collect(request.stream, settings, length);
  }
  const body = await spool(piecesOf(request.stream, settings.stalls), settings);
  if (length !== undefined && body.payload.size !== length) {
    await body.payload.release();
    throw new IncompleteBody();
  }
  return body;
}

/** The common case, without the cost of async iteration. */
function collect(stream: HttpRequest, settings: BodySettings, expectedBytes: number): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    if (stream.destroyed) {
      reject(new IncompleteBody());
      return;
    }
    let isOver = false;
    const watched = settings.stalls.watch(() => {
      isOver = true;
      reject(new StalledBody());
    });
    const cutShort = () => {
      // "close" comes after each body's end too; an error costs a stack trace.
      if (!isOver) reject(new IncompleteBody());
      isOver = true;
      watched.end();
    };
    const scratch = settings.isTransient === true ? takeScratch(expectedBytes) : undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      if (scratch === undefined) chunks.push(chunk);
      else chunk.copy(scratch.bytes, size);
      size += chunk.length;
      watched.goOn();
    });
    stream.on("end", () => {
      if (size !== expectedBytes) {
        cutShort();
        return;
      }
      isOver = true;
      watched.end();
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
async function* piecesOf(stream: HttpRequest, stalls: StallWatch): AsyncGenerator<Buffer> {
  // The iterator must not destroy the stream where the reader stops early: the answer is still to be sent over it.
  const pieces = stream.iterator({ destroyOnReturn: false });
  let hasStalled = false;
  try {
    for (;;) {
      const next = await unlessStalled(pieces.next(), stalls);
      if (next.done === true) break;
      yield next.value as Buffer;
    }
  } catch (error) {
    hasStalled = error instanceof StalledBody;
    throw error;
  } finally {
    // It would wait for the piece that does not come.
    if (!hasStalled) await pieces.return?.();
  }
  if (("aborted" in stream && stream.aborted) || !stream.readableEnded) throw new IncompleteBody();
}

/** The next piece of a body. Throws StalledBody where it does not come, and IncompleteBody where the body is cut. */
function unlessStalled<Piece>(next: Promise<Piece>, stalls: StallWatch): Promise<Piece> {
  return new Promise((resolve, reject) => {
    const watched = stalls.watch(() => reject(new StalledBody()));
    next.then(resolve, () => reject(new IncompleteBody())).finally(() => watched.end());
  });
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
      if (size > settings.maxBytes) throw settings.tooLong(settings.maxBytes);
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
