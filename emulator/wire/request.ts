import type { Http2ServerRequest } from "node:http2";
import { cameInClear, type HttpRequest } from "./server.ts";

/** A request's line and headers, before anything is believed of it. */
export interface WireRequest {
  readonly method: string;
  /** Path as sent, percent-encoding kept: the signature covers it in this form. */
  readonly rawPath: string;
  /** Decoded query, in order of appearance; a key without `=` has the value `""`. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** By lower-case name; repeated headers joined with `,` as SigV4 wants them. */
  readonly headers: ReadonlyMap<string, string>;
  readonly host: string;
  readonly remoteAddress: string;
  /** Whether it came without TLS to a server that speaks it. */
  readonly isInClear: boolean;
  /** False where the message ends with its headers. */
  readonly hasBody: boolean;
  /** The body, not yet read. */
  readonly stream: HttpRequest;
}

/** Thrown for a request that cannot be understood at all; the gateway answers it with status 400. */
export class MalformedRequest extends Error {
  readonly part: "uri" | "headers";

  constructor(part: "uri" | "headers", message: string) {
    super(message);
    this.part = part;
  }
}

/** Headers that say who asks and where; two of them would let two readers understand two requests. */
const unrepeatable = new Set([
  "host",
  "authorization",
  "content-length",
  "content-type",
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-decoded-content-length",
  "x-amz-security-token",
  "x-amz-target",
]);

export function readRequestHead(request: HttpRequest): WireRequest {
  const target = request.url ?? "/";
  const questionMark = target.indexOf("?");
  const rawPath = questionMark < 0 ? target : target.slice(0, questionMark);
  if (!rawPath.startsWith("/")) throw new MalformedRequest("uri", "the request target is not a path");
  const headers = readHeaders(request.rawHeaders);
  const authority = headers.get(":authority");
  const host = headers.get("host") ?? authority ?? "";
  if (authority !== undefined) {
    if (host !== authority) throw new MalformedRequest("headers", "`host` and `:authority` differ");
    // Some HTTP/2 clients sign `host` and send only the pseudo-header that takes its place.
    headers.set("host", authority);
  }
  return {
    method: request.method ?? "GET",
    rawPath,
    query: questionMark < 0 ? noQuery : parseQuery(target.slice(questionMark + 1)),
    headers,
    host,
    remoteAddress: request.socket?.remoteAddress ?? "127.0.0.1",
    isInClear: cameInClear(request),
    hasBody: hasBody(request, headers),
    stream: request,
  };
}

function readHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    // Of HTTP/2's pseudo-headers a signature covers the authority alone, in place of `host`.
    if (name.startsWith(":") && name !== ":authority") continue;
    const value = decodeHeader(raw[at + 1] ?? "");
    const before = headers.get(name);
    if (before !== undefined && unrepeatable.has(name)) {
      throw new MalformedRequest("headers", `\`${name}\` is there twice`);
    }
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

const beyondAscii = /[\u0080-\u00ff]/;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Node hands headers over as Latin-1; clients write, and sign, UTF-8. What is not UTF-8 stays as it is. */
function decodeHeader(value: string): string {
  if (!beyondAscii.test(value)) return value;
  try {
    return utf8.decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}

function hasBody(request: HttpRequest, headers: ReadonlyMap<string, string>): boolean {
  if (request.httpVersionMajor === 2) return !(request as Http2ServerRequest).stream.endAfterHeaders;
  const length = headers.get("content-length");
  return headers.has("transfer-encoding") || (length !== undefined && length !== "0");
}

const noQuery: ReadonlyMap<string, readonly string[]> = new Map();

/** `a=1&b&a=2`; `+` stays a plus sign, as SigV4's canonical form has it. Throws MalformedRequest on broken encoding. */
export function parseQuery(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  if (text === "") return query;
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const key = decodePercent(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decodePercent(pair.slice(equals + 1));
    // No operation has such a parameter, and code that copies the query into an object would lose it.
    if (key === "__proto__") throw new MalformedRequest("uri", "`__proto__` is not a parameter");
    const values = query.get(key);
    if (values === undefined) query.set(key, [value]);
    else values.push(value);
  }
  return query;
}

export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new MalformedRequest("uri", `\`${text}\` is not valid percent-encoded UTF-8`);
  }
}
