/** What of a request to S3 is neither its address nor its body: headers and query parameters, each used or refused. */
import { notImplemented, ServiceError } from "../model/service-error.ts";
import type { HttpBindings } from "./http-bindings.ts";
import type { WireRequest } from "./request.ts";
import { isSigningParameter } from "./rpc-parts.ts";

/** Headers of the `x-amz-` family that belong to the protocol, not to an operation. */
const protocolHeaders: ReadonlySet<string> = new Set([
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-security-token",
  "x-amz-user-agent",
  // Clients of C++ and others send it with every request.
  "x-amz-api-version",
  "x-amz-decoded-content-length",
  "x-amz-trailer",
  "x-amz-te",
]);

/** Headers that make a request depend on what is there, or be about a part of it: an operation that has none refuses them. */
const conditional = /^(?:if-(?:match|none-match|modified-since|unmodified-since|range)|range|content-range)$/;

/**
 * Headers that count in a presigned URL's query, too, in lower case: as users and maintainers of the SDKs saw on AWS.
 * Sources: aws-sdk-ruby#601 (ACL), aws-sdk-js-v3#4694 (metadata), smithy-typescript#1421 (encryption); S3 User Guide,
 * "Downloading objects from Requester Pays buckets".
 */
const movable = /^x-amz-(?:acl|meta-.+|request-payer|server-side-encryption|server-side-encryption-aws-kms-key-id)$/;

/**
 * Headers that S3 leaves unread in a query. Sources: aws-sdk#480 and aws-sdk-go-v2#2610 (checksums), aws-sdk-java-v2#7035
 * (their mode), aws-sdk-go-v2#1017 (tags).
 */
const unreadInQuery = /^x-amz-(?:checksum-[a-z0-9]+|sdk-checksum-algorithm|tagging|user-agent)$/i;

/**
 * The request with the headers that its presigned URL carries. Throws NotImplemented where such a parameter is not known to
 * count or not to count, and where header and URL differ.
 */
export function withMovedHeaders(request: WireRequest): WireRequest {
  const isPresigned = request.query.has("X-Amz-Signature");
  let headers: Map<string, string> | undefined;
  for (const [name, [value = ""]] of request.query) {
    if (!/^x-amz-/i.test(name) || (isPresigned && isSigningParameter(name)) || unreadInQuery.test(name)) continue;
    const sent = request.headers.get(name);
    if (!isPresigned || !movable.test(name) || (sent !== undefined && sent !== value)) {
      throw notImplemented(`The query parameter \`${name}\``);
    }
    headers ??= new Map(request.headers);
    headers.set(name, value);
  }
  return headers === undefined ? request : { ...request, headers };
}

/**
 * A header or query parameter that the operation does not have is refused by name rather than ignored. `hasDocument`: the
 * body is a document, which may have a checksum whatever the operation.
 */
export function refuseUnknownParts(
  request: WireRequest,
  bindings: HttpBindings,
  literals: ReadonlySet<string>,
  hasDocument: boolean,
): void {
  for (const [name, value] of request.headers) {
    if (bindings.headers.has(name) || protocolHeaders.has(name)) continue;
    if (!name.startsWith("x-amz-")) {
      if (conditional.test(name)) throw unknownHeader(name);
      continue;
    }
    if (bindings.prefixHeaders.some((binding) => name.startsWith(binding.wireName))) continue;
    if (hasDocument && (name.startsWith("x-amz-checksum-") || name === "x-amz-sdk-checksum-algorithm")) continue;
    // Of writes only: a read that sends it is a 400 (S3 API Reference, GetObject). Text: s3tools/s3cmd issue 276.
    if (name === "x-amz-server-side-encryption") {
      const fields = { ArgumentName: name, ArgumentValue: value };
      throw new ServiceError("InvalidArgument", `${name} header is not supported for this operation.`, 400, { fields });
    }
    throw unknownHeader(name);
  }
  for (const [name, values] of request.query) {
    if (values.length > 1) throw notImplemented(`The query parameter \`${name}\` given ${values.length} times`);
    // `x-…` parameters are the caller's own, kept for logs (S3 User Guide, "Amazon S3 server access log format").
    if (/^x-/i.test(name) || literals.has(name)) continue;
    if (!bindings.query.has(name)) throw notImplemented(`The query parameter \`${name}\``);
  }
}

function unknownHeader(name: string): ServiceError {
  const message = "A header you provided implies functionality that is not implemented";
  return new ServiceError("NotImplemented", message, 501, { fields: { Header: name } });
}
