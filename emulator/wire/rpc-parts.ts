/** Headers and query parameters of services whose operations are named in the request, each used or refused. */
import { notImplemented } from "../model/service-error.ts";
import type { WireRequest } from "./request.ts";

const protocolHeaders: ReadonlySet<string> = new Set([
  ...["x-amz-target", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"],
  // Say who asks and by which version of the service's model; neither changes the answer.
  ...["x-amz-user-agent", "x-amz-api-version"],
]);

/** What a signature in the query consists of. */
const signingParameters: ReadonlySet<string> = new Set([
  ...["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"],
  ...["X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Content-Sha256"],
]);

export function isSigningParameter(name: string): boolean {
  return signingParameters.has(name);
}

/** Throws NotImplemented for a header of the `x-amz-` family that these protocols do not have. */
export function refuseUnknownHeaders({ headers }: WireRequest): void {
  for (const name of headers.keys()) {
    if (name.startsWith("x-amz-") && !protocolHeaders.has(name)) throw notImplemented(`The header \`${name}\``);
  }
}

/** Throws NotImplemented for a query parameter: an operation whose input is a document has none. */
export function refuseParameters({ query }: WireRequest): void {
  for (const name of query.keys()) {
    if (!isSigningParameter(name)) throw notImplemented(`The query parameter \`${name}\``);
  }
}
