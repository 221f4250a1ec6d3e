import { ServiceError } from "../model/service-error.ts";
import { ChunkedBodyError } from "./aws-chunked.ts";
import { IncompleteBody } from "./body.ts";
import { MalformedRequest } from "./request.ts";

/** The answer to what the wire layer could not read; undefined for errors that are nobody's input. */
export function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error;
  if (error instanceof MalformedRequest)
    return new ServiceError("InvalidURI", "Couldn't parse the specified URI.", 400);
  if (error instanceof IncompleteBody) return incompleteBody();
  if (error instanceof ChunkedBodyError) {
    switch (error.problem) {
      case "signature": {
        const message =
          "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
        return new ServiceError("SignatureDoesNotMatch", message, 403);
      }
      case "incomplete":
        return incompleteBody();
      case "malformed":
        return new ServiceError("InvalidRequest", "The chunked body of the request is malformed", 400);
    }
  }
  return undefined;
}

function incompleteBody(): ServiceError {
  return new ServiceError("IncompleteBody", "The request body terminated unexpectedly", 400);
}

export function bodyHashMismatch(announced: string, computed: string): ServiceError {
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return new ServiceError("XAmzContentSHA256Mismatch", message, 400, {
    fields: { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: computed },
  });
}
