import { CborCodec } from "@smithy/core/cbor";
import type { StaticOperationSchema } from "@smithy/types";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import { inputOf, outputOf } from "./operations.ts";
import type { Protocol } from "./protocol.ts";
import type { WireRequest } from "./request.ts";
import { checkShape } from "./shape-check.ts";

const codec = new CborCodec();
/** Smithy's schema of a value of any shape. */
const documentSchema = 15;
const maxBodyBytes = 4 * 1024 * 1024;
const limits: BodyLimits = { maxBytes: maxBodyBytes, inMemoryBytes: maxBodyBytes };
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
      const operation = findOperation(operations, request, service);
      const schema = inputOf(operation);
      if (schema.isUnitSchema() || body.size === 0) return { operation, input: {}, handsOverBody: false };
      const input = readDocument(schema, body.inMemory ?? (await body.bytes()));
      return { operation, input, handsOverBody: false };
    },
    answer(operation, output, _request, requestId) {
      const schema = outputOf(operation);
      if (schema.isUnitSchema()) return { status: 200, headers: headers(requestId), body: undefined };
      return { status: 200, headers: headers(requestId), body: write(schema, output) };
    },
    refuse(error, _request, requestId) {
      const document = { __type: error.code, message: error.message, ...error.fields };
      return {
        status: error.httpStatus,
        headers: { ...headers(requestId), ...error.headers },
        body: write(documentSchema as never, document),
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

function readDocument(schema: ReturnType<typeof inputOf>, bytes: Buffer): Record<string, unknown> {
  let document: unknown;
  try {
    document = codec.createDeserializer().read(schema, bytes);
  } catch {
    throw new ServiceError("SerializationException", "", 400);
  }
  if (typeof document !== "object" || document === null) throw new ServiceError("SerializationException", "", 400);
  const problem = checkShape(schema, document);
  if (problem?.kind === "unknown-member") throw notImplemented(`The member \`${problem.path}\``);
  if (problem?.kind === "wrong-type") {
    const message = `${problem.path}: expected ${problem.expected}, received ${problem.received}`;
    throw new ServiceError("SerializationException", message, 400);
  }
  return document as Record<string, unknown>;
}

function write(schema: ReturnType<typeof inputOf>, value: object): Uint8Array {
  const serializer = codec.createSerializer();
  serializer.write(schema, value);
  return serializer.flush();
}

function headers(requestId: string): Record<string, string> {
  return { "smithy-protocol": protocolName, "content-type": "application/cbor", "x-amzn-requestid": requestId };
}
