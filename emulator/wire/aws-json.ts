import { CborCodec } from "@smithy/core/cbor";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema } from "@smithy/types";
import type { Payload } from "../model/payload.ts";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import { Misfit, readJsonShape, textOf, writeJsonShape } from "./json-shape.ts";
import { inputOf, outputOf } from "./operations.ts";
import type { ParsedRequest, Protocol, WireResponse } from "./protocol.ts";
import type { WireRequest } from "./request.ts";
import { checkShape, type ShapeProblem } from "./shape-check.ts";

const cbor = new CborCodec();

/** PutRecords carries 10 MiB at most, in base64 a third more. */
const maxBodyBytes = 16 * 1024 * 1024;
const limits: BodyLimits = { maxBytes: maxBodyBytes, inMemoryBytes: maxBodyBytes };

/** One encoding of the documents of an `aws-json` service. */
interface Encoding {
  readonly contentType: string;
  read(schema: NormalizedSchema, bytes: Buffer): Record<string, unknown>;
  write(schema: NormalizedSchema, value: object): string | Uint8Array;
  writeError(document: Readonly<Record<string, string>>): string | Uint8Array;
}

/**
 * JSON 1.0 and 1.1 by `X-Amz-Target`, and Kinesis' CBOR form of the same documents. Answers come in the encoding of the
 * request. Source: the Smithy specification, "AWS JSON 1.1 protocol"; for CBOR, recorded: test_cbor_exceptions.
 */
export function awsJson(
  operations: ReadonlyMap<string, StaticOperationSchema>,
  settings: { readonly targetPrefix: string; readonly version: "1.0" | "1.1" },
): Protocol {
  const jsonEncoding = encodeJson(`application/x-amz-json-${settings.version}`);
  const encodingOf = (request: WireRequest) =>
    request.headers.get("content-type")?.startsWith("application/x-amz-cbor") === true ? cborEncoding : jsonEncoding;

  return {
    limits,
    async parse(request, body) {
      const operation = findOperation(operations, request, settings.targetPrefix);
      return {
        operation,
        input: await readInput(encodingOf(request), inputOf(operation), body),
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
): Promise<Record<string, unknown>> {
  if (schema.isUnitSchema() || body.size === 0) return {};
  return encoding.read(schema, body.inMemory ?? (await body.bytes()));
}

function headers(contentType: string, requestId: string): Record<string, string> {
  return { "content-type": contentType, "x-amzn-requestid": requestId };
}

function encodeJson(contentType: string): Encoding {
  return {
    contentType,
    read(schema, bytes) {
      const document = parseOrRefuse(() => JSON.parse(textOf(bytes)) as unknown);
      if (typeof document !== "object" || document === null) throw unreadable();
      try {
        return readJsonShape(schema, document);
      } catch (error) {
        throw error instanceof Misfit ? misfit(error.problem) : error;
      }
    },
    write: (schema, value) => JSON.stringify(writeJsonShape(schema, value)),
    writeError: (document) => JSON.stringify(document),
  };
}

/** Kinesis' CBOR counts timestamps in milliseconds where the codec, made for another protocol, counts seconds. */
const cborEncoding: Encoding = {
  contentType: "application/x-amz-cbor-1.1",
  read(schema, bytes) {
    const document = parseOrRefuse(() => cbor.createDeserializer().read(schema, bytes) as unknown);
    refuseMisfit(schema, document);
    return scaleDates(document, 1 / 1000) as Record<string, unknown>;
  },
  write(schema, value) {
    const serializer = cbor.createSerializer();
    serializer.write(schema, scaleDates(value, 1000));
    return serializer.flush();
  },
  writeError(document) {
    const serializer = cbor.createSerializer();
    serializer.write(documentSchema as never, document);
    return serializer.flush();
  },
};

/** Smithy's schema of a value of any shape. */
const documentSchema = 15;

function scaleDates(value: unknown, factor: number): unknown {
  if (value instanceof Date) return new Date(value.getTime() * factor);
  if (Array.isArray(value)) return value.map((item) => scaleDates(item, factor));
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  const scaled: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) scaled[key] = scaleDates(member, factor);
  return scaled;
}

function parseOrRefuse(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    throw unreadable();
  }
}

function unreadable(): ServiceError {
  return new ServiceError("SerializationException", "", 400);
}

function refuseMisfit(schema: NormalizedSchema, document: unknown): void {
  if (typeof document !== "object" || document === null) throw unreadable();
  const problem = checkShape(schema, document);
  if (problem !== undefined) throw misfit(problem);
}

function misfit(problem: ShapeProblem): ServiceError {
  if (problem.kind === "unknown-member") return notImplemented(`The member \`${problem.path}\``);
  const message = `${problem.path}: expected ${problem.expected}, received ${problem.received}`;
  return new ServiceError("SerializationException", message, 400);
}
