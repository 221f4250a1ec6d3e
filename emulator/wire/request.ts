import type { HttpRequest } from "./server.ts";

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
  /** The body, not yet read. */
  readonly stream: HttpRequest;
}

/** Thrown for a request line that cannot be understood; the gateway answers it with status 400. */
export class MalformedRequest extends Error {}

export function readRequestHead(request: HttpRequest): WireRequest {
  const target = request.url ?? "/";
  const questionMark = target.indexOf("?");
  const rawPath = questionMark < 0 ? target : target.slice(0, questionMark);
  if (!rawPath.startsWith("/")) throw new MalformedRequest("the request target is not a path");
  const headers = new Map<string, string>();
  for (const name in request.headers) {
    // Of HTTP/2's pseudo-headers a signature covers the authority alone, in place of `host`.
    if (name.startsWith(":") && name !== ":authority") continue;
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(",") : value);
  }
  const host = headers.get("host") ?? headers.get(":authority") ?? "";
  return {
    method: request.method ?? "GET",
    rawPath,
    query: questionMark < 0 ? noQuery : parseQuery(target.slice(questionMark + 1)),
    headers,
    host,
    remoteAddress: request.socket?.remoteAddress ?? "127.0.0.1",
    stream: request,
  };
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
    throw new MalformedRequest(`\`${text}\` is not valid percent-encoded UTF-8`);
  }
}
