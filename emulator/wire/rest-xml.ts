import { XmlCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema } from "@smithy/types";
import type { Payload } from "../model/payload.ts";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import { verifyDocument } from "./document-checksums.ts";
import { type Binding, type HttpBindings, httpBindingsOf, readText } from "./http-bindings.ts";
import { inputOf, outputOf, requiredMembers } from "./operations.ts";
import type { Protocol } from "./protocol.ts";
import type { WireRequest } from "./request.ts";
import { hostId, responseBody, responseHeaders } from "./rest-xml-answer.ts";
import { readS3Address, type S3Address } from "./s3-address.ts";
import { refuseUnknownParts, withMovedHeaders } from "./s3-parts.ts";
import { findRoute, routeTable } from "./s3-routes.ts";
import { errorFields, xmlDeclaration } from "./xml.ts";
import { malformedXml, readXmlDocument } from "./xml-documents.ts";

const dateTime = 5;

/** DeleteObjects and CompleteMultipartUpload are the largest documents: some 2 MiB. */
const maxDocumentBytes = 8 * 1024 * 1024;

/** Source: S3 User Guide, "Uploading objects": 5 GiB in one request. */
const limits: BodyLimits = { maxBytes: 5 * 1024 ** 3, inMemoryBytes: 1024 * 1024 };

/** S3's protocol: operation by method, path, query and headers; documents in XML. */
export function restXml(
  operations: ReadonlyMap<string, StaticOperationSchema>,
  settings: { readonly xmlNamespace: string },
): Protocol {
  const table = routeTable(operations);
  const xml = new XmlCodec({
    timestampFormat: { useTrait: true, default: dateTime },
    httpBindings: true,
    xmlNamespace: settings.xmlNamespace,
    serviceNamespace: "com.amazonaws.s3",
  } as never);

  return {
    limits,
    async parse(sent, body) {
      const request = withMovedHeaders(sent);
      const address = readS3Address(request);
      const route = findRoute(table, request, address);
      if (route === undefined) throw methodNotAllowed(request, address);
      const input = inputOf(route.operation);
      const bindings = httpBindingsOf(input);
      const withDocument = hasDocument(bindings);
      refuseUnknownParts(request, bindings, new Set(route.literals.map(([name]) => name)), withDocument);
      if (withDocument) await verifyDocument(route.operation[2], request, body);
      return {
        operation: route.operation,
        input: await readInput(input, bindings, request, address, body),
        handsOverBody: isBodyItself(bindings.payload),
      };
    },

    answer(operation, output, request, requestId) {
      const schema = outputOf(operation);
      const bindings = httpBindingsOf(schema);
      const values = output as Record<string, unknown>;
      const headers = responseHeaders(bindings, values, request, requestId);
      const http = (operation[3] as { http: [string, string, number] }).http;
      const statusCode = bindings.statusCode === undefined ? undefined : values[bindings.statusCode.member];
      const range = bindings.headers.get("content-range");
      const isPartial = range !== undefined && values[range.member] !== undefined;
      const status =
        typeof statusCode === "number" ? statusCode : isPartial ? 206 : (recordedStatus.get(operation[2]) ?? http[2]);
      const body = request.method === "HEAD" ? undefined : responseBody(xml, schema, bindings, values);
      if (typeof body === "string" && body !== "" && headers["content-type"] === undefined) {
        headers["content-type"] =
          bindings.payload?.schema.isStringSchema() === true ? "application/json" : "application/xml";
      }
      return { status, headers, body };
    },

    refuse(error, request, requestId) {
      const headers: Record<string, string> = {
        "x-amz-request-id": requestId,
        "x-amz-id-2": hostId(requestId),
        ...error.headers,
      };
      // Neither a HEAD nor a 304 has a body: the status line is all that a client learns.
      if (request.method === "HEAD" || error.httpStatus === 304) {
        return { status: error.httpStatus, headers, body: undefined };
      }
      const message: Record<string, string> = error.message === "" ? {} : { Message: error.message };
      const fields = { Code: error.code, ...message, ...error.fields, RequestId: requestId, HostId: hostId(requestId) };
      return {
        status: error.httpStatus,
        headers: { ...headers, "content-type": "application/xml" },
        body: `${xmlDeclaration}<Error>${errorFields(fields)}</Error>`,
      };
    },
  };
}

function methodNotAllowed(request: WireRequest, address: S3Address): ServiceError {
  if (request.method === "POST" && request.headers.get("content-type")?.startsWith("multipart/form-data")) {
    return notImplemented("An upload from a form in a browser");
  }
  const resourceType = address.bucket === undefined ? "SERVICE" : address.key === undefined ? "BUCKET" : "OBJECT";
  return new ServiceError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405, {
    fields: { Method: request.method, ResourceType: resourceType },
  });
}

/** Where AWS answers with another status than its own model says, as answers recorded from it show. */
const recordedStatus = new Map([
  ["PutBucketPolicy", 204],
  ["PutBucketTagging", 204],
]);

/** CompleteMultipartUpload names the checksum of the object, not of its document, in members of its own. */
function hasDocument({ payload, headers }: HttpBindings): boolean {
  if (payload === undefined || isBodyItself(payload)) return false;
  return !headers.has("x-amz-checksum-crc32");
}

async function readInput(
  schema: NormalizedSchema,
  bindings: HttpBindings,
  request: WireRequest,
  address: S3Address,
  body: Payload,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const { member } of bindings.labels) input[member] = member === "Bucket" ? address.bucket : address.key;
  for (const [name, [text]] of request.query) {
    const binding = bindings.query.get(name);
    if (binding !== undefined && text !== undefined) input[binding.member] = readText(binding, text);
  }
  for (const [name, text] of request.headers) {
    const binding = bindings.headers.get(name);
    if (binding !== undefined) input[binding.member] = readText(binding, text);
  }
  for (const binding of bindings.prefixHeaders) {
    const named = [...request.headers].filter(([name]) => name.startsWith(binding.wireName));
    if (named.length === 0) continue;
    input[binding.member] = Object.fromEntries(
      named.map(([name, value]) => [name.slice(binding.wireName.length), value]),
    );
  }
  const { payload } = bindings;
  if (payload !== undefined && isBodyItself(payload)) input[payload.member] = body;
  else if (payload?.schema.isStringSchema() === true) input[payload.member] = (await document(body)).toString("utf8");
  else if (payload !== undefined && body.size > 0) {
    input[payload.member] = readXmlDocument(payload.schema, await document(body), xmlNameOf(payload.schema));
  } else if (payload !== undefined && requiredMembers(schema).includes(payload.member)) throw malformedXml();
  return input;
}

/** An object's content rather than a document. */
function isBodyItself(payload: Binding | undefined): boolean {
  return payload?.schema.isStreaming() === true || payload?.schema.isBlobSchema() === true;
}

async function document(body: Payload): Promise<Buffer> {
  if (body.size > maxDocumentBytes) {
    throw new ServiceError("MaxMessageLengthExceeded", "Your request was too large.", 400);
  }
  return body.inMemory ?? (await body.bytes());
}

function xmlNameOf(schema: NormalizedSchema): string | undefined {
  return (schema.getMergedTraits().xmlName as string | undefined) ?? schema.getName();
}
