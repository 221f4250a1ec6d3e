/** How S3's answers are written: headers, and documents in XML. */
import type { XmlCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { Body } from "../model/action.ts";
import { emptyPayload } from "../model/payload.ts";
import { ServiceError } from "../model/service-error.ts";
import { type Binding, type HttpBindings, writeText } from "./http-bindings.ts";
import type { WireRequest } from "./request.ts";
import { xmlDeclaration } from "./xml.ts";

export function responseHeaders(
  bindings: HttpBindings,
  output: Record<string, unknown>,
  request: WireRequest,
  requestId: string,
): Record<string, string> {
  const headers: Record<string, string> = { "x-amz-request-id": requestId, "x-amz-id-2": hostId(requestId) };
  for (const binding of bindings.headers.values()) {
    const value = output[binding.member];
    if (value !== undefined && value !== null)
      headers[binding.wireName] = headerValue(binding, writeText(binding, value), request);
  }
  for (const binding of bindings.prefixHeaders) {
    const map = output[binding.member] as Readonly<Record<string, string>> | undefined;
    for (const [name, value] of Object.entries(map ?? {}))
      headers[binding.wireName + name] = headerValue(binding, value, request);
  }
  return headers;
}

/**
 * What a header can hold: no line break, which would start another header of the caller's making, and, metadata apart,
 * nothing beyond ISO-8859-1. Source: guardian/grid#1716 and CartoDB/cartodb#10701, answers of S3.
 */
function headerValue({ wireName }: Binding, value: string, request: WireRequest): string {
  const isMetadata = wireName === "x-amz-meta-";
  const unwritable = isMetadata ? /[^\t\u0020-\u007e\u0080-\uffff]/ : /[^\t\u0020-\u007e\u0080-\u00ff]/;
  if (!unwritable.test(value)) return value;
  const isAskedFor = request.query.has(`response-${wireName}`);
  const fields = { ArgumentName: isAskedFor ? `response-${wireName}` : wireName, ArgumentValue: value };
  const message = "Header value cannot be represented using ISO-8859-1.";
  throw new ServiceError("InvalidArgument", message, 400, { fields });
}

/** A document, the content itself, or nothing. */
export function responseBody(
  xml: XmlCodec,
  schema: NormalizedSchema,
  bindings: HttpBindings,
  output: Record<string, unknown>,
): string | Uint8Array | Body | undefined {
  const { payload } = bindings;
  if (payload !== undefined) {
    const value = output[payload.member];
    if (payload.schema.isStreaming() || payload.schema.isBlobSchema())
      return (value as Body | undefined) ?? emptyPayload;
    if (value === undefined) return "";
    if (payload.schema.isStringSchema()) return value as string;
    return xmlDeclaration + writeXml(xml, payload.schema, value);
  }
  if (bindings.body.length === 0) return undefined;
  const [only] = bindings.body;
  // GetBucketLocation answers with its one member alone: `<LocationConstraint>eu-west-1</LocationConstraint>`.
  if (bindings.body.length === 1 && only !== undefined && only.member === schema.getMergedTraits().xmlName) {
    return (
      xmlDeclaration + writeXml(xml, unwrapped(only.member), { value: output[only.member] }).replace(/<\/?value>/g, "")
    );
  }
  return xmlDeclaration + writeXml(xml, schema, output);
}

function unwrapped(name: string): NormalizedSchema {
  return [3, "com.amazonaws.s3", name, 0, ["value"], [0]] as unknown as NormalizedSchema;
}

function writeXml(xml: XmlCodec, schema: NormalizedSchema, value: unknown): string {
  const serializer = xml.createSerializer();
  serializer.write(schema, value);
  return serializer.flush() as string;
}

/** S3's second request id, opaque to everyone but AWS. */
export function hostId(requestId: string): string {
  return Buffer.from(`host-id:${requestId}`).toString("base64");
}
