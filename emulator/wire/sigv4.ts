import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import { getCanonicalQuery } from "@smithy/signature-v4";
import type { WireRequest } from "./request.ts";
import { algorithm, type Signature } from "./signature.ts";

/** Stands for the body's hash where the signature does not cover the body. */
export const unsignedPayload = "UNSIGNED-PAYLOAD";

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
  // HTTP/2 alone has the other name for it.
  const hostNames = request.headers.has(":authority") ? ["host", ":authority"] : ["host"];
  if (!hostNames.some((name) => signature.signedHeaders.includes(name))) unsigned.push("host");
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
  return Object.fromEntries(
    [...query].map(([key, values]) => [key, values.length === 1 ? (values[0] ?? "") : [...values]]),
  );
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
