import type { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema } from "@smithy/types";
import type { Payload } from "../model/payload.ts";
import { ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import { CborDocuments } from "./cbor-documents.ts";
import { callTooLong } from "./errors.ts";
import { readJson, writeJson } from "./json-documents.ts";
import { inputOf, outputOf } from "./operations.ts";
import type { ParsedRequest, Protocol, WireResponse } from "./protocol.ts";
import type { WireRequest } from "./request.ts";
import { refuseParameters, refuseUnknownHeaders } from "./rpc-parts.ts";

/** PutRecords carries 10 MiB at most, in base64 a third more. */
const maxBodyBytes = 16 * 1024 * 1024;
const limits: BodyLimits = {
  maxBytes: maxBodyBytes,
  inMemoryBytes: maxBodyBytes,
  tooLong: callTooLong,
  isTransient: true,
};

/** One encoding of the documents of an `aws-json` service. */
interface Encoding {
  readonly contentType: string;
  /** `inPlace`: blobs may lie in `bytes`. */
  read(schema: NormalizedSchema, bytes: Buffer, inPlace: boolean): Record<string, unknown>;
  write(schema: NormalizedSchema, value: object): string | Uint8Array;
  writeError(document: Readonly<Record<string, string>>): string | Uint8Array;
}

/**
 * JSON 1.0 and 1.1 by `X-Amz-Target`, and Kinesis' CBOR form of the same documents. Answers come in the encoding of the
 * request. Source: the Smithy specification, "AWS JSON 1.1 protocol"; for CBOR, recorded: test_cbor_exceptions.
 */
export function awsJson(
  operations: ReadonlyMap<string, StaticOperationSchema>,
  settings: { readonly targetPrefix: string; readonly version: "1.0" | "1.1"; readonly copiesBlobs?: true },
): Protocol {
  const jsonEncoding = encodeJson(`application/x-amz-json-${settings.version}`);
  const encodingOf = (request: WireRequest) =>
    request.headers.get("content-type")?.startsWith("application/x-amz-cbor") === true ? cborEncoding : jsonEncoding;

  return {
    limits,
    async parse(request, body) {
      refuseUnknownHeaders(request);
      refuseParameters(request);
      const operation = findOperation(operations, request, settings.targetPrefix);
      return {
        operation,
        input: await readInput(encodingOf(request), inputOf(operation), body, settings.copiesBlobs === true),
        handsOverBody: false,
      } satisfies ParsedRequest;
    },
    answer(operation, output, request, requestId) {
      const encoding = encodingOf(request);
      const schema = outputOf(operation);
      // An operation without output answers with no document at all.
      const body = schema.isUnitSchema() ? "" : encoding.write(schema, output);
      return { status: 200, headers: headers(encoding.contentType, requestId), body } satisfies WireResponse;
    },
    refuse(error, request, requestId) {
      const encoding = encodingOf(request);
      const document: Record<string, string> = { __type: error.code };
      // AWS leaves the message out where there is none (InvalidCiphertextException).
      if (error.message !== "") document[error.isAuthFailure ? "Message" : "message"] = error.message;
      return {
        status: error.httpStatus,
        headers: { ...headers(encoding.contentType, requestId), "x-amzn-errortype": error.code, ...error.headers },
        body: encoding.writeError({ ...document, ...error.fields }),
      };
    },
  };
}

function findOperation(
  operations: ReadonlyMap<string, StaticOperationSchema>,
  request: WireRequest,
  targetPrefix: string,
): StaticOperationSchema {
  const target = request.headers.get("x-amz-target") ?? "";
  const dot = target.lastIndexOf(".");
  if (request.method !== "POST" || target.slice(0, dot) !== targetPrefix) {
    const message = "Unable to determine service/operation name to be authorized";
    throw new ServiceError("AccessDeniedException", message, 403, { isAuthFailure: true });
  }
  const operation = operations.get(target.slice(dot + 1));
  if (operation === undefined) throw new ServiceError("UnknownOperationException", "", 400);
  return operation;
}

async function readInput(
  encoding: Encoding,
  schema: NormalizedSchema,
  body: Payload,
  inPlace: boolean,
): Promise<Record<string, unknown>> {
  if (schema.isUnitSchema() || body.size === 0) return {};
  return encoding.read(schema, body.inMemory ?? (await body.bytes()), inPlace);
}

function headers(contentType: string, requestId: string): Record<string, string> {
  return { "content-type": contentType, "x-amzn-requestid": requestId };
}

function encodeJson(contentType: string): Encoding {
  return { contentType, read: readJson, write: writeJson, writeError: (document) => JSON.stringify(document) };
}

const cbor = new CborDocuments(1);

const cborEncoding: Encoding = {
  contentType: "application/x-amz-cbor-1.1",
  read: (schema, bytes) => cbor.read(schema, bytes),
  write: (schema, value) => cbor.write(schema, value),
  writeError: (document) => cbor.writeFree(document),
};
