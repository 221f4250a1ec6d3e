import type { ServerResponse } from "node:http";
import { constants, type Http2ServerResponse } from "node:http2";
import { pipeline } from "node:stream/promises";
import type { Body } from "../model/action.ts";
import type { WireResponse } from "./protocol.ts";
import type { WireRequest } from "./request.ts";
import type { HttpRequest, HttpResponse } from "./server.ts";
import type { StallWatch } from "./stall-watch.ts";

/** When an answer is sent, and what becomes of a request whose body nobody has read to its end. */
export interface Sending {
  /** For the `date` header. */
  readonly nowMs: number;
  /** Ends the wait for the rest of the body. */
  readonly stalls: StallWatch;
  /** Nothing more is awaited of the client. */
  readonly isStalled?: boolean;
}

/**
 * Writes an answer, bodies from files piece by piece. A client that hung up is no error. Throws before anything is sent
 * where a header cannot be written.
 */
export async function sendResponse(
  incoming: HttpRequest,
  response: HttpResponse,
  { status, headers, body }: WireResponse,
  { nowMs, stalls, isStalled = false }: Sending,
): Promise<void> {
  const outgoing = response as ServerResponse;
  if (outgoing.destroyed) return;
  const all: Record<string, string | number> = { date: httpDate(nowMs) };
  for (const name in headers) all[name] = encodeHeader(headers[name] ?? "");
  const range =
    body !== undefined && typeof body === "object" && !(body instanceof Uint8Array) ? rangeOf(body) : undefined;
  // As bytes: Node would write the headers in the encoding of a text that goes with them.
  const whole = range === undefined ? bytesOf(body as string | Uint8Array | undefined) : range.whole;
  const length = whole?.length ?? range?.length;
  if (length !== undefined) all["content-length"] ??= length;
  else if (status !== 204 && status !== 304) all["content-length"] ??= 0;
  const unread = bodyIsComing(incoming);
  // What is left of a body that was refused unread must not be taken for the next request.
  if (unread && incoming.httpVersionMajor === 1) all.connection = "close";
  outgoing.writeHead(status, all);
  if (range !== undefined && whole === undefined) {
    await sendPieces(outgoing, range.chunks());
  } else if (!unread) outgoing.end(whole);
  else if (incoming.httpVersionMajor === 2) {
    outgoing.end(whole);
    // Asks for no more of a body that nobody reads, once the answer is complete (RFC 9113, section 8.1).
    const reset = () => (response as Http2ServerResponse).stream.close(constants.NGHTTP2_NO_ERROR);
    if (isStalled) reset();
    else discardBody(incoming, maxDiscardedBytes.http2, stalls, reset);
  } else if (isStalled || awaitsContinue(incoming, outgoing)) outgoing.end(whole);
  else {
    // The answer is complete by its length; its end closes the connection.
    if (whole !== undefined && whole.length > 0) outgoing.write(whole);
    const end = () => {
      if (!outgoing.writableEnded) outgoing.end();
    };
    discardBody(incoming, maxDiscardedBytes.http1, stalls, end);
  }
}

/**
 * Resets a stream of HTTP/2 whose path could not be read, once it is answered: a client that reads no answer need not wait.
 * Source: RFC 9113, section 8.1.1. In HTTP/1.1 the answer is all there is.
 */
export function resetUnreadable(incoming: HttpRequest, response: HttpResponse): void {
  if (incoming.httpVersionMajor !== 2) return;
  const { stream } = response as Http2ServerResponse;
  const reset = () => stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
  if (stream.writableFinished) reset();
  else stream.once("finish", reset);
}

/**
 * Ends the answer too. A failure destroys it: headers are out, and a broken connection is the only way left to say that
 * the body is not whole.
 */
async function sendPieces(outgoing: ServerResponse, chunks: AsyncIterable<Buffer>): Promise<void> {
  await pipeline(chunks, outgoing).catch(() => {});
}

/** Whether the request has a body that nobody has read to its end. */
function bodyIsComing(incoming: HttpRequest): boolean {
  if (incoming.readableEnded) return false;
  if (incoming.httpVersionMajor === 2) return "stream" in incoming && !incoming.stream.endAfterHeaders;
  // Asked only here: Node puts its table of the headers together when it is first looked at.
  const { "content-length": length, "transfer-encoding": encoding } = incoming.headers;
  return encoding !== undefined || (length !== undefined && length !== "0");
}

/** How much of a refused body is read and thrown away so that its sender gets to see the answer. */
const maxDiscardedBytes = {
  /** Closing a connection on which data are still coming resets it, and the client may never see the answer. */
  http1: 64 * 1024 * 1024,
  /** What a client may send of a stream before the server takes any (RFC 9113, section 6.9.2). */
  http2: 64 * 1024,
};

/** Reads on, up to a bound and for no longer than a body may stand still, and calls `end` then; it may be called twice. */
function discardBody(incoming: HttpRequest, maxBytes: number, stalls: StallWatch, end: () => void): void {
  if (incoming.destroyed) {
    end();
    return;
  }
  let discarded = 0;
  const stop = () => {
    incoming.off("data", discard);
    watched.end();
    end();
  };
  const watched = stalls.watch(stop);
  const discard = (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > maxBytes) stop();
  };
  incoming.once("end", stop);
  incoming.once("close", stop);
  incoming.once("error", stop);
  incoming.on("data", discard);
  incoming.resume();
}

/** A client that asked before sending and was refused: nothing will come. */
function awaitsContinue(incoming: HttpRequest, outgoing: ServerResponse): boolean {
  return incoming.headers.expect !== undefined && !continued.has(outgoing);
}

const continued = new WeakSet<HttpResponse>();

/** Tells a client that waits for it to send the body. */
export function sendContinue(request: WireRequest, outgoing: HttpResponse): void {
  if (!request.headers.has("expect")) return;
  continued.add(outgoing);
  outgoing.writeContinue();
}

const beyondAscii = /[\u0080-\uffff]/;

/** Headers travel as bytes: what is not ASCII goes out as UTF-8, as it came in. */
function encodeHeader(value: string): string {
  return beyondAscii.test(value) ? Buffer.from(value, "utf8").toString("latin1") : value;
}

function bytesOf(body: string | Uint8Array | undefined): Uint8Array | undefined {
  return typeof body === "string" ? Buffer.from(body) : body;
}

function rangeOf(body: Body) {
  const [payload, start, end] = "payload" in body ? [body.payload, body.start, body.end] : [body, 0, body.size];
  return {
    length: end - start,
    whole: payload.inMemory?.subarray(start, end),
    chunks: () => payload.chunks(start, end),
  };
}

let lastSecond = 0;
let lastDate = "";

function httpDate(nowMs: number): string {
  const second = Math.floor(nowMs / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastDate = new Date(second * 1000).toUTCString();
  }
  return lastDate;
}
