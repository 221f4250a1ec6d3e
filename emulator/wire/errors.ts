import { ServiceError } from "../model/service-error.ts";
import { ChunkedBodyError } from "./aws-chunked.ts";
import { IncompleteBody, StalledBody } from "./body.ts";
import { MalformedRequest } from "./request.ts";

/** The answer to what the wire layer could not read; undefined for errors that are nobody's input. */
export function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error;
  if (error instanceof MalformedRequest) {
    return error.part === "uri"
      ? new ServiceError("InvalidURI", "Couldn't parse the specified URI.", 400)
      : new ServiceError("BadRequest", "An error occurred when parsing the HTTP request.", 400);
  }
  if (error instanceof IncompleteBody) return incompleteBody();
  if (error instanceof StalledBody) {
    // Wording: aws/aws-sdk-js issue 281, an answer of S3.
    const message =
      "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.";
    return new ServiceError("RequestTimeout", message, 400);
  }
  if (error instanceof ChunkedBodyError) return chunkedBodyError(error);
  if (fullDiskCodes.has(String((error as NodeJS.ErrnoException | undefined)?.code))) {
    return new ServiceError("InternalError", "The emulator's disk for temporary files is full.", 500);
  }
  return undefined;
}

const fullDiskCodes: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** Codes: S3 API Reference, "Error responses"; no more is told of what is wrong with a chunk. */
function chunkedBodyError(error: ChunkedBodyError): ServiceError {
  switch (error.problem) {
    case "signature": {
      const message =
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
      return new ServiceError("SignatureDoesNotMatch", message, 403);
    }
    case "incomplete":
      return incompleteBody();
    case "trailer": {
      const message =
        "The request contained trailing data that was not well-formed or did not conform to our published schema.";
      return new ServiceError("MalformedTrailerError", message, 400);
    }
    case "malformed":
      // Not documented; we choose the code and say what it is about.
      return new ServiceError("InvalidRequest", "The chunked body of the request is malformed", 400);
  }
}

/** Source: S3 API Reference, "Error responses". */
export function contentTooLong(maxBytes: number): ServiceError {
  const message = "Your proposed upload exceeds the maximum allowed size";
  return new ServiceError("EntityTooLarge", message, 400, { fields: { MaxSizeAllowed: String(maxBytes) } });
}

/** Not documented for services whose requests are calls; we choose the code of AWS's front ends. */
export function callTooLong(maxBytes: number): ServiceError {
  return new ServiceError("RequestEntityTooLarge", `The request body is longer than ${maxBytes} bytes.`, 413);
}

/** Source: S3 API Reference, "Error responses". */
export function documentTooLong(): ServiceError {
  return new ServiceError("MaxMessageLengthExceeded", "Your request was too large.", 400);
}

function incompleteBody(): ServiceError {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
  return new ServiceError("IncompleteBody", message, 400);
}

export function bodyHashMismatch(announced: string, computed: string): ServiceError {
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return new ServiceError("XAmzContentSHA256Mismatch", message, 400, {
    fields: { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: computed },
  });
}
