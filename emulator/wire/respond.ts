import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Body } from "../model/action.ts";
import type { WireResponse } from "./protocol.ts";
import type { HttpRequest, HttpResponse } from "./server.ts";

/** Writes an answer, bodies from files piece by piece. A client that hung up is no error. */
export async function sendResponse(
  incoming: HttpRequest,
  response: HttpResponse,
  { status, headers, body }: WireResponse,
  nowMs: number,
): Promise<void> {
  const outgoing = response as ServerResponse;
  if (outgoing.destroyed) return;
  const all: Record<string, string | number> = { date: httpDate(nowMs), ...headers };
  const range =
    body !== undefined && typeof body === "object" && !(body instanceof Uint8Array) ? rangeOf(body) : undefined;
  const whole = range === undefined ? (body as string | Uint8Array | undefined) : range.whole;
  const length = whole !== undefined ? byteLength(whole) : range?.length;
  if (length !== undefined) all["content-length"] ??= length;
  else if (status !== 204 && status !== 304) all["content-length"] ??= 0;
  // What is left of a body that was refused unread must not be taken for the next request.
  if (!incoming.complete && incoming.httpVersionMajor === 1) all.connection = "close";
  outgoing.writeHead(status, all);
  if (range === undefined || whole !== undefined) {
    outgoing.end(whole);
    return;
  }
  try {
    for await (const chunk of range.chunks()) {
      if (!outgoing.write(chunk)) await Promise.race([once(outgoing, "drain"), once(outgoing, "close")]);
      if (outgoing.destroyed) return;
    }
    outgoing.end();
  } catch {
    // Headers are out: a broken connection is the only way left to say that the body is not whole.
    outgoing.destroy();
  }
}

function byteLength(text: string | Uint8Array): number {
  return typeof text === "string" ? Buffer.byteLength(text) : text.length;
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
