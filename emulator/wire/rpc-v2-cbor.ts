import type { StaticOperationSchema } from "@smithy/types";
import { ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import { CborDocuments } from "./cbor-documents.ts";
import { callTooLong } from "./errors.ts";
import { inputOf, outputOf } from "./operations.ts";
import type { Protocol } from "./protocol.ts";
import type { WireRequest } from "./request.ts";
import { refuseParameters, refuseUnknownHeaders } from "./rpc-parts.ts";

const cbor = new CborDocuments(1000);
const maxBodyBytes = 4 * 1024 * 1024;
const limits: BodyLimits = { maxBytes: maxBodyBytes, inMemoryBytes: maxBodyBytes, tooLong: callTooLong };
const protocolName = "rpc-v2-cbor";

/** Whether a request says that it is in this protocol. */
export function isRpcV2Cbor(request: WireRequest): boolean {
  return request.headers.get("smithy-protocol") === protocolName;
}

/**
 * `POST /service/<service>/operation/<operation>` with CBOR documents; what boto3 and the AWS CLI speak with CloudWatch.
 * Source: the Smithy specification, "Smithy RPC v2 CBOR protocol".
 */
export function rpcV2Cbor(operations: ReadonlyMap<string, StaticOperationSchema>, service: string): Protocol {
  return {
    limits,
    async parse(request, body) {
      refuseUnknownHeaders(request);
      refuseParameters(request);
      const operation = findOperation(operations, request, service);
      const schema = inputOf(operation);
      if (schema.isUnitSchema() || body.size === 0) return { operation, input: {}, handsOverBody: false };
      const input = cbor.read(schema, body.inMemory ?? (await body.bytes()));
      return { operation, input, handsOverBody: false };
    },
    answer(operation, output, _request, requestId) {
      const schema = outputOf(operation);
      if (schema.isUnitSchema()) return { status: 200, headers: headers(requestId), body: undefined };
      return { status: 200, headers: headers(requestId), body: cbor.write(schema, output) };
    },
    refuse(error, _request, requestId) {
      const document = { __type: error.code, message: error.message, ...error.fields };
      return {
        status: error.httpStatus,
        headers: { ...headers(requestId), ...error.headers },
        body: cbor.writeFree(document),
      };
    },
  };
}

function findOperation(
  operations: ReadonlyMap<string, StaticOperationSchema>,
  request: WireRequest,
  service: string,
): StaticOperationSchema {
  const [, , named, , name = ""] = request.rawPath.split("/");
  const operation = operations.get(name);
  if (request.method !== "POST" || named !== service || operation === undefined) {
    throw new ServiceError("UnknownOperationException", "", 404);
  }
  return operation;
}

function headers(requestId: string): Record<string, string> {
  return { "smithy-protocol": protocolName, "content-type": "application/cbor", "x-amzn-requestid": requestId };
}
