import { checksumAlgorithms, type DigestName, digestsOf } from "../model/checksum.ts";
import type { Payload } from "../model/payload.ts";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import type { WireRequest } from "./request.ts";

/** Deleting many is never done on an unverified list (S3 API reference, DeleteObjects). */
const needChecksum = new Set(["DeleteObjects"]);

/**
 * Verifies the `Content-MD5` and `x-amz-checksum-*` headers of a request whose body is a document; bodies that are content
 * are verified by their actions, which keep the checksum. Throws InvalidRequest, InvalidDigest or BadDigest.
 */
export async function verifyDocument(operation: string, request: WireRequest, body: Payload): Promise<void> {
  const claims = [...claimsOf(request)];
  refuseUnclaimed(request.headers.get("x-amz-sdk-checksum-algorithm"), claims);
  if (claims.length === 0) {
    if (!needChecksum.has(operation)) return;
    throw refusal("InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  const digests = await digestsOf(
    body,
    claims.map(([name]) => name),
  );
  for (const [name, claimed] of claims) {
    if (digests[name].toString("base64") === claimed) continue;
    if (name !== "MD5") {
      throw refusal("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
    }
    if (Buffer.from(claimed, "base64").length !== 16) {
      throw refusal("InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
    throw refusal("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
}

function* claimsOf({ headers }: WireRequest): Iterable<readonly [name: DigestName, base64: string]> {
  const md5 = headers.get("content-md5");
  if (md5 !== undefined) yield ["MD5", md5];
  if (headers.has("x-amz-trailer")) throw notImplemented("A checksum behind a document");
  for (const [header, value] of headers) {
    // The kind of an upload's checksum, and its order to answer with checksums.
    if (!header.startsWith("x-amz-checksum-") || notDigests.has(header)) continue;
    const name = checksumAlgorithms.find((each) => header === `x-amz-checksum-${each.toLowerCase()}`);
    if (name === undefined) throw notImplemented(`The header \`${header}\``);
    yield [name, value];
  }
}

/** An algorithm that is named without a checksum of it; the texts are those of uploads. */
function refuseUnclaimed(algorithm: string | undefined, claims: readonly (readonly [DigestName, string])[]): void {
  if (algorithm === undefined || claims.some(([name]) => name === algorithm)) return;
  throw refusal(
    "InvalidRequest",
    claims.some(([name]) => name !== "MD5")
      ? "Value for x-amz-sdk-checksum-algorithm header is invalid."
      : "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
  );
}

const notDigests = new Set(["x-amz-checksum-type", "x-amz-checksum-algorithm", "x-amz-checksum-mode"]);

function refusal(code: string, message: string): ServiceError {
  return new ServiceError(code, message, 400);
}
