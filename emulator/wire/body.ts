import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { emptyPayload, type Payload, payloadInFile, payloadOf } from "../model/payload.ts";
import type { HttpRequest } from "./server.ts";

/** Above this a body goes to a temporary file, so that memory does not grow with the size of objects. */
const inMemoryBytes = 1024 * 1024;

export interface ReadBody {
  readonly payload: Payload;
  /** Of the content, in hexadecimal; only where it was asked for. */
  readonly sha256: string | undefined;
}

export interface BodySettings {
  readonly temporaryFolder: string;
  readonly newFileName: () => string;
  readonly withSha256: boolean;
  /** Decodes `aws-chunked`; identity otherwise. */
  readonly decode?: (stream: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
}

/** Thrown where the connection ended before the body did. */
export class IncompleteBody extends Error {}

export async function readBody(stream: HttpRequest, settings: BodySettings): Promise<ReadBody> {
  if (settings.decode === undefined) {
    const length = Number(stream.headers["content-length"]);
    if (length === 0) return { payload: emptyPayload, sha256: settings.withSha256 ? sha256Of([]) : undefined };
    if (length <= inMemoryBytes) return collect(stream, settings.withSha256, length);
  }
  const decoded =
    settings.decode === undefined
      ? (stream as AsyncIterable<Buffer>)
      : settings.decode(stream as AsyncIterable<Buffer>);
  return spool(decoded, settings);
}

/** The common case, without the cost of async iteration. */
function collect(stream: HttpRequest, withSha256: boolean, expectedBytes: number): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
    });
    stream.on("end", () => {
      if (size !== expectedBytes) {
        reject(new IncompleteBody());
        return;
      }
      const [first] = chunks;
      const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
      resolve({ payload: payloadOf(bytes), sha256: withSha256 ? sha256Of([bytes]) : undefined });
    });
    stream.on("error", () => reject(new IncompleteBody()));
    stream.on("aborted", () => reject(new IncompleteBody()));
    stream.on("close", () => reject(new IncompleteBody()));
  });
}

function sha256Of(chunks: readonly Buffer[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

/** Keeps what fits in memory and moves to a file as soon as it does not. */
async function spool(stream: AsyncIterable<Buffer>, settings: BodySettings): Promise<ReadBody> {
  const hash = settings.withSha256 ? createHash("sha256") : undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  let file: Awaited<ReturnType<typeof open>> | undefined;
  const path = join(settings.temporaryFolder, settings.newFileName());
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      hash?.update(chunk);
      if (file === undefined) {
        chunks.push(chunk);
        if (size <= inMemoryBytes) continue;
        file = await open(path, "wx", 0o600);
        await file.writev(chunks.splice(0));
      } else await file.write(chunk);
    }
  } catch (error) {
    await file?.close();
    if (file !== undefined) await payloadInFile(path, size).release();
    if ((error as NodeJS.ErrnoException).code === "ECONNRESET" || (error as Error).message === "aborted") {
      throw new IncompleteBody();
    }
    throw error;
  }
  const sha256 = hash?.digest("hex");
  if (file === undefined) return { payload: payloadOf(Buffer.concat(chunks)), sha256 };
  await file.close();
  return { payload: payloadInFile(path, size), sha256 };
}
