import { allPartitions } from "../model/partition.ts";
import { decodePercent, MalformedRequest, type WireRequest } from "./request.ts";

/** Which bucket and key a request addresses; neither for ListBuckets. */
export interface S3Address {
  readonly bucket: string | undefined;
  /** Decoded; may hold any character. */
  readonly key: string | undefined;
}

const suffixes = allPartitions.map(({ dnsSuffix }) => dnsSuffix.replaceAll(".", "\\.")).join("|");
const service = String.raw`s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?`;

/** `b.s3.us-east-1.amazonaws.com`, `b.s3.amazonaws.com`, `b.s3.localhost:4566`, `b.localhost:4566`. */
const virtualHost = new RegExp(
  String.raw`^(.+?)\.(?:${service}\.(?:${suffixes})|s3\.(?:[a-z0-9-]+\.)?localhost|localhost)(?::\d+)?$`,
  "i",
);
const serviceHost = new RegExp(String.raw`^${service}\.(?:${suffixes}|localhost)(?::\d+)?$`, "i");

/** Whether a `Host` names a bucket. */
export function isBucketHost(host: string): boolean {
  return !serviceHost.test(host) && virtualHost.test(host);
}

/** Virtual-hosted or path style. Source: S3 User Guide, "Virtual hosting of general purpose buckets". */
export function readS3Address(request: WireRequest): S3Address {
  const inHost = serviceHost.test(request.host) ? undefined : virtualHost.exec(request.host)?.[1];
  const path = request.rawPath.slice(1);
  if (inHost !== undefined) return { bucket: inHost.toLowerCase(), key: keyOf(path) };
  const slash = path.indexOf("/");
  if (slash < 0) return { bucket: path === "" ? undefined : decodePercent(path), key: undefined };
  const bucket = decodePercent(path.slice(0, slash));
  if (bucket === "") throw new MalformedRequest("uri", "the path names no bucket");
  return { bucket, key: keyOf(path.slice(slash + 1)) };
}

function keyOf(path: string): string | undefined {
  return path === "" ? undefined : decodePercent(path);
}
