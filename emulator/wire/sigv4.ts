import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import { getCanonicalQuery } from "@smithy/signature-v4";
import type { WireRequest } from "./request.ts";

/** The parts of a request's signature, in whichever of the two places it stands. */
export interface Signature {
  readonly form: "header" | "query";
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` as sent. */
  readonly timestamp: string;
  readonly signedAtMs: number;
  /** Presigned URLs only. */
  readonly expiresSeconds?: number;
  readonly securityToken: string | undefined;
}

/** Why a request's signature cannot even be checked. Each service words it in its own way. */
export type SignatureProblem =
  /** No signature at all. */
  | { readonly kind: "missing" }
  /** Parts are missing or unreadable; `detail` says which. */
  | { readonly kind: "incomplete"; readonly detail: string }
  /** Signed in header and query both. */
  | { readonly kind: "ambiguous" }
  | { readonly kind: "unsupported-algorithm"; readonly algorithm: string };

const algorithm = "AWS4-HMAC-SHA256";

/** Stands for the body's hash where the signature does not cover the body. */
export const unsignedPayload = "UNSIGNED-PAYLOAD";

/** Longest life of a presigned URL, in seconds (7 days). */
export const maxPresignedSeconds = 604_800;

/** Reads where and how a request says that it is signed. Nothing is verified yet. */
export function readSignature(request: WireRequest): Signature | SignatureProblem {
  const header = request.headers.get("authorization");
  const inQuery = request.query.has("X-Amz-Algorithm") || request.query.has("X-Amz-Signature");
  if (header !== undefined && inQuery) return { kind: "ambiguous" };
  if (header !== undefined) return readHeaderForm(request, header);
  if (inQuery) return readQueryForm(request);
  // Version 2, which no bucket made since June 2020 takes.
  if (request.query.has("AWSAccessKeyId") && request.query.has("Signature")) {
    return { kind: "unsupported-algorithm", algorithm: "AWS" };
  }
  return { kind: "missing" };
}

function readHeaderForm(request: WireRequest, header: string): Signature | SignatureProblem {
  const space = header.indexOf(" ");
  const named = space < 0 ? header : header.slice(0, space);
  if (named !== algorithm) return { kind: "unsupported-algorithm", algorithm: named };
  const parts = new Map<string, string>();
  for (const part of header.slice(space + 1).split(",")) {
    const equals = part.indexOf("=");
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const credential = parts.get("Credential");
  const signature = parts.get("Signature");
  const signedHeaders = parts.get("SignedHeaders");
  if (credential === undefined) return incomplete("Authorization header requires 'Credential' parameter.");
  if (signature === undefined) return incomplete("Authorization header requires 'Signature' parameter.");
  if (signedHeaders === undefined) return incomplete("Authorization header requires 'SignedHeaders' parameter.");
  const timestamp = request.headers.get("x-amz-date") ?? fromHttpDate(request.headers.get("date"));
  if (timestamp === undefined) {
    return incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return assemble(
    "header",
    credential,
    signature,
    signedHeaders,
    timestamp,
    request.headers.get("x-amz-security-token"),
  );
}

function readQueryForm(request: WireRequest): Signature | SignatureProblem {
  const one = (name: string) => request.query.get(name)?.[0];
  const named = one("X-Amz-Algorithm");
  if (named !== algorithm) return { kind: "unsupported-algorithm", algorithm: named ?? "" };
  const [credential, signature, signedHeaders, timestamp, expires] = [
    one("X-Amz-Credential"),
    one("X-Amz-Signature"),
    one("X-Amz-SignedHeaders"),
    one("X-Amz-Date"),
    one("X-Amz-Expires"),
  ];
  if (!credential || !signature || !signedHeaders || !timestamp || expires === undefined) {
    return incomplete(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  }
  if (!/^\d{1,7}$/.test(expires)) return incomplete("X-Amz-Expires should be a number");
  if (Number(expires) > maxPresignedSeconds) {
    return incomplete(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  }
  const token = one("X-Amz-Security-Token") ?? request.headers.get("x-amz-security-token");
  const read = assemble("query", credential, signature, signedHeaders, timestamp, token);
  return "form" in read ? { ...read, expiresSeconds: Number(expires) } : read;
}

function assemble(
  form: Signature["form"],
  credential: string,
  signature: string,
  signedHeaders: string,
  timestamp: string,
  securityToken: string | undefined,
): Signature | SignatureProblem {
  const scope = scopeOf(credential);
  if (scope === undefined) {
    return incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term");
  }
  const signedAtMs = timeOf(timestamp);
  if (signedAtMs === undefined) return incomplete(`Date must be in ISO-8601 'basic format'. Got '${timestamp}'.`);
  return { form, ...scope, signedHeaders: namesOf(signedHeaders), signature, timestamp, signedAtMs, securityToken };
}

/** A client's requests of one second differ in none of these three. */
const scopeOf = remembered(parseScope);
const namesOf = remembered((signedHeaders: string): readonly string[] => signedHeaders.toLowerCase().split(";"));
const timeOf = remembered(parseTimestamp);

function parseScope(
  credential: string,
): Pick<Signature, "accessKeyId" | "scopeDate" | "region" | "service"> | undefined {
  const parts = credential.split("/");
  const terminator = parts.pop();
  const [service, region, scopeDate] = [parts.pop(), parts.pop(), parts.pop()];
  const accessKeyId = parts.join("/");
  const isWhole = terminator === "aws4_request" && service && region !== undefined && scopeDate && accessKeyId !== "";
  return isWhole ? { accessKeyId, scopeDate, region, service } : undefined;
}

/** Keeps the last answers of a pure function; texts of any length may come, so neither many nor long ones. */
function remembered<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text);
    if (value !== undefined) return value;
    const computed = compute(text);
    if (known.size >= 100) known.clear();
    if (text.length <= 1_000) known.set(text, computed);
    return computed;
  };
}

function incomplete(detail: string): SignatureProblem {
  return { kind: "incomplete", detail };
}

/** What was signed, in the two texts that S3 shows when a signature does not match. */
export interface SignedTexts {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/**
 * Headers that AWS requires to be signed where they are sent, `host` and all `x-amz-*`, and that are not. In a presigned
 * URL also: whoever holds it could add an ACL or a copy source to it otherwise.
 * Source: S3 API Reference, "Authenticating Requests: Using Query Parameters".
 */
export function unsignedRequiredHeaders(request: WireRequest, signature: Signature): readonly string[] {
  const unsigned: string[] = [];
  if (!signature.signedHeaders.includes("host") && !signature.signedHeaders.includes(":authority"))
    unsigned.push("host");
  for (const name of request.headers.keys()) {
    if (!name.startsWith("x-amz-") || signature.signedHeaders.includes(name) || unsignedByDesign.has(name)) continue;
    // It says what the signature covers; in a presigned URL that is the URL's to say.
    if (name === "x-amz-content-sha256" && signature.form === "query") continue;
    unsigned.push(name);
  }
  return unsigned;
}

/** Added by browsers' and proxies' ends of the way. */
const unsignedByDesign = new Set(["x-amz-user-agent", "x-amz-cf-id"]);

/**
 * The texts that a valid signature covers. `doubleEncodePath` is true for every service but S3.
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
export function signedTexts(
  request: WireRequest,
  signature: Signature,
  payloadHash: string,
  doubleEncodePath: boolean,
): SignedTexts {
  let headerLines = "";
  for (const name of signature.signedHeaders) {
    headerLines += `${name}:${canonicalValue(request.headers.get(name) ?? "")}\n`;
  }
  const query = request.query.size === 0 ? "" : getCanonicalQuery({ query: queryRecord(request.query) } as never);
  const path = doubleEncodePath ? encodePathAgain(request.rawPath) : request.rawPath;
  const canonicalRequest = `${request.method}\n${path}\n${query}\n${headerLines}\n${signature.signedHeaders.join(";")}\n${payloadHash}`;
  const scope = `${signature.scopeDate}/${signature.region}/${signature.service}/aws4_request`;
  return {
    canonicalRequest,
    stringToSign: `${algorithm}\n${signature.timestamp}\n${scope}\n${hash("sha256", canonicalRequest, "hex")}`,
  };
}

const blanks = /^[ \t]|[ \t\r\n]{2}|[\t\r\n]|[ \t]$/;

/** Blanks at the ends of a header do not count, and several count as one; hardly any header has them. */
function canonicalValue(value: string): string {
  return blanks.test(value) ? value.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "") : value;
}

/** `X-Amz-Signature` itself is not part of what it signs; the library leaves it out. */
function queryRecord(query: WireRequest["query"]): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (const [key, values] of query) record[key] = values.length === 1 ? (values[0] ?? "") : [...values];
  return record;
}

function encodePathAgain(rawPath: string): string {
  if (rawPath === "/") return rawPath;
  return rawPath
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join("/");
}

/** Derived keys by secret and scope: deriving takes four HMACs, and a scope lasts a day. */
const signingKeys = new Map<string, KeyObject>();

export function signingKey(
  secretAccessKey: string,
  scope: Pick<Signature, "scopeDate" | "region" | "service">,
): KeyObject {
  const cacheKey = `${secretAccessKey}/${scope.scopeDate}/${scope.region}/${scope.service}`;
  const cached = signingKeys.get(cacheKey);
  if (cached !== undefined) return cached;
  let bytes = hmac(`AWS4${secretAccessKey}`, scope.scopeDate);
  for (const part of [scope.region, scope.service, "aws4_request"]) bytes = hmac(bytes, part);
  // As a key object: Node makes one of plain bytes at every use, which takes longer than the HMAC.
  const key = createSecretKey(bytes);
  if (signingKeys.size >= 1_000) signingKeys.clear();
  signingKeys.set(cacheKey, key);
  return key;
}

export function hmac(key: string | Buffer | KeyObject, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Compares in constant time. */
export function signatureMatches(key: KeyObject, stringToSign: string, signature: string): boolean {
  const expected = Buffer.from(hmac(key, stringToSign).toString("hex"));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** `20261124T090000Z` → milliseconds; undefined where it is not that form. */
export function parseTimestamp(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

function fromHttpDate(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (parseTimestamp(text) !== undefined) return text;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");
}
