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

export const algorithm = "AWS4-HMAC-SHA256";

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
/**
 * As a canonical request has them: in order, each once. Whoever signed another list signed another text.
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
const namesOf = remembered((signedHeaders: string): readonly string[] =>
  [...new Set(signedHeaders.toLowerCase().split(";"))].filter((name) => name !== "").toSorted(),
);
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
