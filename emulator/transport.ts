import type { Transport } from "./model/action.ts";
import type { ForwardAccessSession } from "./model/environment.ts";
import type { WireRequest } from "./wire/request.ts";
import type { Signature } from "./wire/signature.ts";

/**
 * How a request from outside came in. The loopback endpoint stands for AWS's TLS endpoints, so a call counts as secure
 * unless the endpoint speaks TLS and the client does not, or a proxy's `X-Forwarded-Proto: http` says so.
 */
export function transportOf(
  request: WireRequest,
  signature: Signature | undefined,
  trailers: ReadonlyMap<string, string>,
  nowMs: number,
): Transport {
  return {
    secure: !request.isInClear && request.headers.get("x-forwarded-proto") !== "http",
    sourceIp: request.remoteAddress.replace(/^::ffff:/, ""),
    userAgent: request.headers.get("user-agent"),
    referer: request.headers.get("referer"),
    authType: signature && (signature.form === "header" ? "REST-HEADER" : "REST-QUERY-STRING"),
    signatureAgeMs: signature && Math.max(0, nowMs - signature.signedAtMs),
    contentSha256: request.headers.get("x-amz-content-sha256"),
    trailers,
    host: request.host,
    calledVia: [],
    viaService: undefined,
    source: undefined,
  };
}

/** Stands for an address of AWS that a request of a service comes from. */
export const addressInsideAws = "52.94.0.1";

/** Calls from inside AWS come over TLS from an address of AWS; a bucket policy with an IP list does not know it. */
export const transportInsideAws: Transport = {
  secure: true,
  sourceIp: addressInsideAws,
  userAgent: "firehose.amazonaws.com",
  referer: undefined,
  authType: "REST-HEADER",
  signatureAgeMs: 0,
  contentSha256: undefined,
  trailers: new Map(),
  host: "s3.amazonaws.com",
  calledVia: [],
  viaService: undefined,
  source: undefined,
};

/**
 * How a forwarded request comes in: from the address of the first caller, through the services on its way. Whether the
 * first caller's user agent stays with it is not documented, so there is none.
 * Source: IAM User Guide, "Forward access sessions" and "Global condition keys", aws:SourceIp.
 */
export function transportForwarded({ transport, service }: ForwardAccessSession): Transport {
  return {
    ...transportInsideAws,
    sourceIp: transport.sourceIp,
    userAgent: undefined,
    calledVia: [...transport.calledVia, service],
  };
}
