import { XmlCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema } from "@smithy/types";
import type { Payload } from "../model/payload.ts";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import { UnreadBody } from "../model/unread-body.ts";
import type { BodyLimits } from "./body.ts";
import { verifyDocument } from "./document-checksums.ts";
import { contentTooLong, documentTooLong } from "./errors.ts";
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
/** Of somebody who has not signed, who makes no others than these two either. */
const documentLimits: BodyLimits = {
  maxBytes: 2 * 1024 * 1024,
  inMemoryBytes: 2 * 1024 * 1024,
  tooLong: documentTooLong,
};

/** Source: S3 User Guide, "Uploading objects": 5 GiB in one request. */
const limits: BodyLimits = { maxBytes: 5 * 1024 ** 3, inMemoryBytes: 1024 * 1024, tooLong: contentTooLong };

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

  const headOf = (sent: WireRequest) => {
    const request = withMovedHeaders(sent);
    const address = readS3Address(request);
    const route = findRoute(table, request, address);
    if (route === undefined) throw methodNotAllowed(request, address);
    const { operation, literals } = route;
    const bindings = httpBindingsOf(inputOf(operation));
    const withDocument = hasDocument(bindings);
    refuseUnknownParts(request, bindings, new Set(literals.map(([name]) => name)), withDocument);
    return { request, operation, bindings, withDocument, input: readMembers(bindings, request, address) };
  };

  return {
    limits,
    readHead(sent) {
      const { operation, bindings, input } = headOf(sent);
      const { payload } = bindings;
      return {
        operation,
        input: payload === undefined ? input : withUnread(input, payload.member),
        limits: isBodyItself(payload) ? limits : documentLimits,
      };
    },

    async parse(sent, body) {
      const { request, operation, bindings, withDocument, input } = headOf(sent);
      if (withDocument) await verifyDocument(operation[2], request, body);
      await addPayload(input, inputOf(operation), bindings.payload, body);
      return { operation, input, handsOverBody: isBodyItself(bindings.payload) };
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

/** The members of an input that line and headers of a request give. */
function readMembers(bindings: HttpBindings, request: WireRequest, address: S3Address): Record<string, unknown> {
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
  return input;
}

/** Not enumerable: the member is no part of the request yet that could be refused by its name. */
function withUnread(input: Record<string, unknown>, member: string): Record<string, unknown> {
  return Object.defineProperty(input, member, {
    get() {
      throw new UnreadBody(member);
    },
  });
}

/** Puts the member that the body is into `input`, as content or read as a document. */
async function addPayload(
  input: Record<string, unknown>,
  schema: NormalizedSchema,
  payload: Binding | undefined,
  body: Payload,
): Promise<void> {
  if (payload !== undefined && isBodyItself(payload)) input[payload.member] = body;
  else if (payload?.schema.isStringSchema() === true) input[payload.member] = (await document(body)).toString("utf8");
  else if (payload !== undefined && body.size > 0) {
    input[payload.member] = readXmlDocument(payload.schema, await document(body), xmlNameOf(payload.schema));
  } else if (payload !== undefined && requiredMembers(schema).includes(payload.member)) throw malformedXml();
}

/** An object's content rather than a document. */
function isBodyItself(payload: Binding | undefined): boolean {
  return payload?.schema.isStreaming() === true || payload?.schema.isBlobSchema() === true;
}

async function document(body: Payload): Promise<Buffer> {
  if (body.size > maxDocumentBytes) throw documentTooLong();
  return body.inMemory ?? (await body.bytes());
}

function xmlNameOf(schema: NormalizedSchema): string | undefined {
  return (schema.getMergedTraits().xmlName as string | undefined) ?? schema.getName();
}
